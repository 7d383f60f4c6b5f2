import { Clipboard, Notification } from '@jupyterlab/apputils';
import { type CodeKind, ObjectPath } from 'kernel-helpers/sidebar-contract/index';
import { z } from 'zod';
import { insertCell } from '../../notebook/insert-cell';
import type { Section } from '../../panel/section';
import type { Surroundings } from '../../surroundings';
import type { TablesModel } from '../tables-model';
import { pathOf } from '../tree/tree-node';
import { showCreateStatement } from './show-create-statement';
import { tellFailure } from './tell-failure';

const OfTable = z.object({ path: ObjectPath.length(3).optional().catch(undefined) });

/** Carries out the commands on tables. What fails is told in a notification. */
export function tableActs(surroundings: Surroundings, model: TablesModel): Section['acts'] {
  const { app, backend, notebooks, trans } = surroundings;
  const act = (work: (path: ObjectPath) => Promise<void>) => async (args: unknown) => {
    const path = OfTable.parse(args ?? {}).path ?? selectedTable(model);
    if (path === undefined) {
      Notification.info(trans.__('Select a table in the sidebar first.'));
      return;
    }
    await work(path).catch(tellFailure);
  };
  const insert = (code: CodeKind) =>
    act(async (path) => {
      const { source } = await backend.request('cellCode', { path, code });
      if (insertCell(notebooks, source)) return;
      Clipboard.copyToSystem(source);
      Notification.info(trans.__('No notebook is open, so the code of the cell was copied.'));
    });
  return {
    'tables-and-jobs:insert-query': insert('query'),
    'tables-and-jobs:insert-row-type': insert('row-type'),
    'tables-and-jobs:insert-training': insert('training'),
    'tables-and-jobs:copy-table-name': act(async (path) => {
      const { sql } = await backend.request('qualifiedName', { path });
      Clipboard.copyToSystem(sql);
    }),
    'tables-and-jobs:reveal-table': act(async (path) => {
      await app.commands.execute('tables-and-jobs:show');
      await model.reveal(path);
    }),
    'tables-and-jobs:show-create-statement': act(async (path) => {
      const { sql } = await backend.request('createStatement', { path });
      await showCreateStatement(path, sql, trans);
    }),
    'tables-and-jobs:toggle-favourite': async () => {
      const node = model.activeNode;
      if (node?.kind === 'table' || node?.kind === 'view') model.tree.toggleFavourite(node);
      else Notification.info(trans.__('Select a table in the sidebar first.'));
    },
    'tables-and-jobs:refresh-node': async () => {
      const node = model.activeNode;
      if (node === undefined) await model.tree.refreshAll();
      else await model.tree.refresh(node.kind === 'column' ? node.table : pathOf(node));
    },
    'tables-and-jobs:refresh-tables': () => model.tree.refreshAll(),
    'tables-and-jobs:filter-tables': async () => document.querySelector<HTMLElement>('.tj-filter-field')?.focus(),
  };
}

/** The table or view that is selected, or whose column is. */
export function selectedTable({ activeNode: node }: TablesModel): ObjectPath | undefined {
  if (node?.kind === 'column') return node.table;
  return node?.kind === 'table' || node?.kind === 'view' ? node.of.path : undefined;
}
