import type { AccountStore } from '../account/account-store';
import type { Section } from '../panel/section';
import type { Surroundings } from '../surroundings';
import { TablesModel } from './tables-model';
import { TablesView } from './tables-view';

/** What the account's tables are. */
export function tablesSection({ backend, trans, visible }: Surroundings, account: AccountStore): Section {
  const model = new TablesModel(backend);
  let isRead = false;
  const look = () => {
    if (!visible.state || isRead) return;
    isRead = true;
    void model.tree.refreshAll();
  };
  let role = account.snowflake.state.value?.role;
  const forgetRole = account.snowflake.subscribe(() => {
    const { value } = account.snowflake.state;
    if (value === undefined || value.role === role) return;
    // Another role sees other things. The first answer only says which role it has been all along.
    if (role !== undefined) {
      model.tree.forget();
      void model.tree.refreshAll();
    }
    role = value.role;
  });
  const forgetVisible = visible.subscribe(look);
  look();
  return {
    name: 'tables',
    label: trans.__('Tables'),
    view: <TablesView model={model} trans={trans} onDefaultAct={() => {}} onGrab={() => {}} />,
    acts: {},
    focus: () => document.querySelector<HTMLElement>('.tj-tree')?.focus(),
    close: () => {
      forgetRole();
      forgetVisible();
      model.tree.cancelAll();
    },
  };
}
