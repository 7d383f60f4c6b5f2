import type { TranslationBundle } from '@jupyterlab/translation';
import type { AccountStore } from '../account/account-store';
import type { Backend } from '../backend/backend';
import { BackendNote } from '../notes/backend-note';
import { useStore } from '../store/use-store';
import { AwsView } from './aws-view';
import { SnowflakeView } from './snowflake-view';

interface Props {
  readonly account: AccountStore;
  readonly backend: Backend;
  readonly trans: TranslationBundle;
  readonly onDoctor: () => void;
}

export function ConnectionView({ account, backend, trans, onDoctor }: Props): JSX.Element {
  const snowflake = useStore(account.snowflake);
  const aws = useStore(account.aws);
  const isLoading = snowflake.isLoading || aws.isLoading;
  return (
    <div className="tj-connection">
      <BackendNote backend={backend} trans={trans} />
      <SnowflakeView account={account} trans={trans} onDoctor={onDoctor} />
      <AwsView account={account} trans={trans} onDoctor={onDoctor} />
      <p className="tj-actions">
        {isLoading ? (
          <button type="button" className="tj-button" onClick={() => account.cancel()}>
            {trans.__('Cancel')}
          </button>
        ) : (
          <button type="button" className="tj-button" onClick={() => void account.refresh()}>
            {trans.__('Refresh')}
          </button>
        )}{' '}
        <button type="button" className="tj-button" onClick={onDoctor}>
          {trans.__('Doctor')}
        </button>
      </p>
    </div>
  );
}
