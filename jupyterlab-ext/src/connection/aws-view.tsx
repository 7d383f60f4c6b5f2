import type { TranslationBundle } from '@jupyterlab/translation';
import type { AccountStore } from '../account/account-store';
import { ErrorNote } from '../notes/error-note';
import { useStore } from '../store/use-store';
import { PlaceBadge } from './place-badge';

/** Which AWS account it is, and who the user is there. */
export function AwsView({
  account,
  trans,
  onDoctor,
}: {
  readonly account: AccountStore;
  readonly trans: TranslationBundle;
  readonly onDoctor: () => void;
}): JSX.Element {
  const { value, error, isLoading } = useStore(account.aws);
  return (
    <section aria-label="AWS">
      <h4 className="tj-account-title">
        AWS {value !== undefined && <PlaceBadge isLocal={value.isLocal} trans={trans} />}
      </h4>
      {value === undefined && isLoading && <p className="tj-note">{trans.__('Asking AWS…')}</p>}
      {error !== undefined && (
        <ErrorNote error={error} trans={trans} onRetry={() => void account.refresh()} onDoctor={onDoctor} />
      )}
      {value !== undefined && (
        <dl className="tj-facts">
          <dt>{trans.__('Account')}</dt>
          <dd className="tj-private">{value.accountId}</dd>
          <dt>{trans.__('Region')}</dt>
          <dd>{value.region}</dd>
          <dt>{trans.__('Identity')}</dt>
          <dd className="tj-private">{value.identity}</dd>
        </dl>
      )}
    </section>
  );
}
