import { executionRole } from '../../sagemaker/execution-role';
import { type AccountCheck, passed } from '../account-check';

/** Whether it is known which role jobs run as. Only a job shows whether SageMaker may take it. */
export const roleCheck: AccountCheck = {
  name: 'role',
  proves: 'it is known which role the jobs run as',
  needs: ['identity'],
  async run(account) {
    const role = await executionRole();
    const name = role.slice(role.lastIndexOf('/') + 1);
    account.redactor.learn('job role', name);
    return passed(name);
  },
};
