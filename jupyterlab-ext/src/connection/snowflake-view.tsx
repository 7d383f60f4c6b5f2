import type { TranslationBundle } from '@jupyterlab/translation';
import type { AccountStore } from '../account/account-store';
import { ErrorNote } from '../notes/error-note';
import { useStore } from '../store/use-store';
import { Choice } from './choice';
import { PlaceBadge } from './place-badge';
import { warehouseText } from './warehouse-text';

/** Which Snowflake account it is, who the user is there, and the role and warehouse to switch. */
export function SnowflakeView({
  account,
  trans,
  onDoctor,
}: {
  readonly account: AccountStore;
  readonly trans: TranslationBundle;
  readonly onDoctor: () => void;
}): JSX.Element {
  const { value, error, isLoading } = useStore(account.snowflake);
  const roles = useStore(account.roles);
  const warehouses = useStore(account.warehouses);
  const switching = useStore(account.switching);
  const isSwitching = switching !== undefined && switching.error === undefined;
  return (
    <section aria-label="Snowflake">
      <h4 className="tj-account-title">
        Snowflake {value !== undefined && <PlaceBadge isLocal={value.isLocal} trans={trans} />}
      </h4>
      {value === undefined && isLoading && <p className="tj-note">{trans.__('Asking Snowflake…')}</p>}
      {error !== undefined && (
        <ErrorNote error={error} trans={trans} onRetry={() => void account.refresh()} onDoctor={onDoctor} />
      )}
      {value !== undefined && (
        <dl className="tj-facts">
          <dt>{trans.__('Account')}</dt>
          <dd className="tj-private">{value.account}</dd>
          <dt>{trans.__('User')}</dt>
          <dd className="tj-private">{value.user}</dd>
          <Choice
            label={trans.__('Role')}
            none={trans.__('None')}
            current={value.role}
            options={(roles.value ?? []).map(({ name }) => ({ name, text: name }))}
            isDisabled={isSwitching}
            onChoose={(name) => void account.switchRole(name)}
          />
          <Choice
            label={trans.__('Warehouse')}
            none={trans.__('None')}
            current={value.warehouse?.name}
            options={(warehouses.value ?? []).map((warehouse) => ({
              name: warehouse.name,
              text: `${warehouse.name} (${warehouseText(warehouse, trans)})`,
            }))}
            isDisabled={isSwitching}
            onChoose={(name) => void account.switchWarehouse(name)}
          />
          {value.warehouse !== undefined && (
            <>
              <dt>{trans.__('State')}</dt>
              <dd>{warehouseText(value.warehouse, trans)}</dd>
            </>
          )}
        </dl>
      )}
      {value !== undefined && (
        <p className="tj-note">
          {trans.__('A switch of role or warehouse is for this sidebar only. Notebooks keep theirs.')}
        </p>
      )}
      {switching?.error !== undefined && <ErrorNote error={switching.error} trans={trans} />}
      {[roles.error, warehouses.error].map(
        (failure) => failure !== undefined && <ErrorNote key={failure.message} error={failure} trans={trans} />,
      )}
      {isSwitching && (
        <p className="tj-note" role="status">
          {trans.__('Switching to %1…', switching.name)}{' '}
          <button type="button" className="tj-button" onClick={() => account.cancel()}>
            {trans.__('Cancel')}
          </button>
        </p>
      )}
    </section>
  );
}
