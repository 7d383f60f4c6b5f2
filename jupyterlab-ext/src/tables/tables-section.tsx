import type { ObjectPath } from 'kernel-helpers/sidebar-contract/index';
import type { AccountStore } from '../account/account-store';
import type { Section } from '../panel/section';
import type { Surroundings } from '../surroundings';
import { dragTable } from './acts/drag-table';
import { selectedTable, tableActs } from './acts/table-acts';
import { TablesModel } from './tables-model';
import { TablesView } from './tables-view';
import { TreeKeeper } from './tree/tree-keeper';

export interface TablesSection extends Section {
  /** What is selected in the tree, for commands of other parts. */
  selected(): { readonly path?: ObjectPath; readonly column?: string };
  /** Reads the first level for the first look, which shows it and reads it again. Never rejects. */
  prefetch(): Promise<void>;
}

/** What the account's tables are. */
export function tablesSection(surroundings: Surroundings, account: AccountStore): TablesSection {
  const { app, backend, trans, visible } = surroundings;
  const model = new TablesModel(backend);
  let isRead = false;
  const look = () => {
    if (!visible.state || isRead) return;
    isRead = true;
    void model.tree.refreshAll();
  };
  const keeper = new TreeKeeper(surroundings.saved, model.tree);
  const meet = () => {
    const { value } = account.snowflake.state;
    if (value !== undefined) void keeper.meet(value);
  };
  const forgetAccount = account.snowflake.subscribe(meet);
  meet();
  const forgetVisible = visible.subscribe(look);
  look();
  return {
    name: 'tables',
    label: trans.__('Tables'),
    view: (
      <TablesView
        model={model}
        trans={trans}
        onDefaultAct={() => void app.commands.execute('tables-and-jobs:insert-query')}
        onGrab={(row, press, tree) => {
          if (row.type === 'node') dragTable(surroundings, row.node, press, tree);
        }}
      />
    ),
    acts: tableActs(surroundings, model),
    selected: () => {
      const path = selectedTable(model);
      const node = model.activeNode;
      return { ...(path && { path }), ...(node?.kind === 'column' && { column: node.of.name }) };
    },
    prefetch: async () => {
      if (!isRead) await model.tree.refresh([]);
    },
    focus: () => document.querySelector<HTMLElement>('.tj-tree')?.focus(),
    close: () => {
      forgetAccount();
      keeper.close();
      forgetVisible();
      model.tree.cancelAll();
    },
  };
}
