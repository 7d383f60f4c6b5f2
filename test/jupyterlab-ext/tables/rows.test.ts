import { describe, expect, test } from '@jest/globals';
import { TablesModel } from 'jupyterlab-ext/tables/tables-model';
import { actOfKey } from 'jupyterlab-ext/tables/tree/keyboard';
import type { Row } from 'jupyterlab-ext/tables/tree/rows';
import { nameOf, tableNode } from 'jupyterlab-ext/tables/tree/tree-node';
import { scriptedBackend } from '../support/scripted-backend';
import { catalogue, table } from './support/catalogue';

const SCHEMA = ['HOUSING', 'PUBLIC'];

async function opened(tables = [table('HOUSES'), table('PEOPLE'), table('PLACES')]): Promise<TablesModel> {
  const model = new TablesModel(scriptedBackend(catalogue(tables)));
  await model.tree.refresh([]);
  await model.tree.open(['HOUSING']);
  await model.tree.open(SCHEMA);
  return model;
}

function textOf(row: Row): string {
  if (row.type === 'group') return row.group;
  return row.type === 'note' ? row.note.says : nameOf(row.node);
}

/** Each row as `level position/siblings text`. */
function drawn({ rows }: TablesModel): readonly string[] {
  return rows.map((row) => `${row.level} ${row.position}/${row.siblings} ${textOf(row)}`);
}

describe('the rows of the tree', () => {
  test('say their level and their place among their siblings', async () => {
    expect(drawn(await opened())).toEqual([
      '1 1/1 HOUSING',
      '2 1/1 PUBLIC',
      '3 1/3 HOUSES',
      '3 2/3 PEOPLE',
      '3 3/3 PLACES',
    ]);
  });

  test('show what is loading, empty or failed in its own place', async () => {
    expect(drawn(await opened([]))).toEqual(['1 1/1 HOUSING', '2 1/1 PUBLIC', '3 1/1 empty']);
    expect(drawn(new TablesModel(scriptedBackend({})))).toEqual(['1 1/1 loading']);
  });

  test('are only what fits a filter, and what is above it, open or not', async () => {
    const model = await opened();
    model.tree.close('["HOUSING"]');

    model.filter.set(' peop');

    expect(drawn(model)).toEqual(['1 1/1 HOUSING', '2 1/1 PUBLIC', '3 1/1 PEOPLE']);
  });

  test('are none where nothing that is loaded fits', async () => {
    const model = await opened();

    model.filter.set('NOWHERE');

    expect(model.rows).toEqual([]);
  });

  test('show favourites and what a search found at the top, apart from the same tables below', async () => {
    const model = await opened();
    model.tree.toggleFavourite(tableNode(table('PEOPLE')));
    await model.tree.search('PLACES');

    expect(drawn(model).slice(0, 5)).toEqual([
      '1 1/3 found',
      '2 1/1 PLACES',
      '1 2/3 favourites',
      '2 1/1 PEOPLE',
      '1 3/3 HOUSING',
    ]);
    expect(new Set(model.rows.map(({ key }) => key)).size).toBe(model.rows.length);
  });

  test('of a group are hidden when it is closed', async () => {
    const model = await opened();
    model.tree.toggleFavourite(tableNode(table('PEOPLE')));
    const [group] = model.rows;
    if (group === undefined) throw new Error('There is no group.');

    model.toggle(group);

    expect(drawn(model).slice(0, 2)).toEqual(['1 1/2 favourites', '1 2/2 HOUSING']);
  });
});

describe('a key', () => {
  test.each([
    ['ArrowDown', 0, { does: 'go', to: 1 }],
    ['ArrowDown', 4, { does: 'go', to: 4 }],
    ['ArrowUp', 2, { does: 'go', to: 1 }],
    ['Home', 4, { does: 'go', to: 0 }],
    ['End', 0, { does: 'go', to: 4 }],
    ['PageDown', 0, { does: 'go', to: 4 }],
    ['ArrowRight', 0, { does: 'go', to: 1 }],
    ['ArrowRight', 2, { does: 'open', at: 2 }],
    ['ArrowLeft', 1, { does: 'close', at: 1 }],
    ['ArrowLeft', 3, { does: 'go', to: 1 }],
    ['Enter', 2, { does: 'act', at: 2 }],
    ['Escape', 2, { does: 'cancel', at: 2 }],
    ['Shift', 2, undefined],
  ])('%s at row %s does %j', async (key, active, does) => {
    expect(actOfKey(key, (await opened()).rows, active)).toEqual(does);
  });
});
