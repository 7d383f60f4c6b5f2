import { awsErrorCode } from '../../aws/call-aws';
import { executionRole } from '../../sagemaker/execution-role';
import { type AccountCheck, failed, passed } from '../account-check';
import { findRole } from './find-role';

const HOW_TO_TRUST =
  'Add a statement to its trust policy that allows sts:AssumeRole to the service sagemaker.amazonaws.com.';

/** Whether it is known which role jobs run as, and whether SageMaker may take it. */
export const roleCheck: AccountCheck = {
  name: 'role',
  proves: 'it is known which role the jobs run as, and SageMaker may take it',
  needs: ['identity'],
  async run(account, signal) {
    const role = await executionRole();
    const name = role.slice(role.lastIndexOf('/') + 1);
    account.redactor.learn('job role', name);
    try {
      const { trustsSageMaker } = await findRole(name, signal);
      return trustsSageMaker ? passed(name) : failed(`SageMaker may not take the role ${name}`, HOW_TO_TRUST);
    } catch (error) {
      signal.throwIfAborted();
      if (awsErrorCode(error) === 'NoSuchEntityException') {
        return failed(`there is no role ${name} in this account`, 'Set SAGEMAKER_ROLE_ARN to the ARN of one that is.');
      }
      return passed(`${name}; iam:GetRole is not allowed, so only a job shows whether SageMaker may take it`);
    }
  },
};
