import { describe, expect, test } from '@jest/globals';
import { listingOf } from 'jupyterlab-ext/tables/tree/branch';
import { fromSaved, savedTreeId, toSaved } from 'jupyterlab-ext/tables/tree/saved-tree';
import { TreeKeeper } from 'jupyterlab-ext/tables/tree/tree-keeper';
import { nameOf, tableNode } from 'jupyterlab-ext/tables/tree/tree-node';
import { TreeStore } from 'jupyterlab-ext/tables/tree/tree-store';
import { scriptedBackend } from '../support/scripted-backend';
import { catalogue, table } from './support/catalogue';

const SCHEMA = ['HOUSING', 'PUBLIC'];
const SCHEMA_KEY = JSON.stringify(SCHEMA);

async function saved(tables: number): Promise<unknown> {
  const all = Array.from({ length: tables }, (_, index) => table(`T${index}`));
  const tree = new TreeStore(scriptedBackend(catalogue(all)));
  await tree.open(SCHEMA);
  await tree.open([...SCHEMA, 'T0']);
  tree.close(JSON.stringify([...SCHEMA, 'T0']));
  tree.toggleFavourite(tableNode(table('T1')));
  // As it comes back from JupyterLab's state.
  return JSON.parse(JSON.stringify(toSaved(tree.state)));
}

test('the tree is as before after a reload: what is open, the lists in it with their time, and the favourites', async () => {
  const tree = new TreeStore(scriptedBackend({}));

  void tree.restore(fromSaved(await saved(2)));

  expect(tree.state.open).toEqual(new Set([SCHEMA_KEY]));
  expect(listingOf(tree.branch(SCHEMA_KEY))?.nodes.map(nameOf)).toEqual(['T0', 'T1']);
  expect(listingOf(tree.branch(SCHEMA_KEY))?.asOf).toBeInstanceOf(Date);
  expect(tree.isFavourite(JSON.stringify([...SCHEMA, 'T1']))).toBe(true);
});

test('of a long list only the beginning is saved', async () => {
  const tree = new TreeStore(scriptedBackend({}));

  void tree.restore(fromSaved(await saved(1_000)));

  expect(listingOf(tree.branch(SCHEMA_KEY))?.nodes).toHaveLength(200);
});

test('what cannot be read any more is left out', () => {
  expect(fromSaved({ open: 'everything' })).toEqual({});
  expect(fromSaved(undefined)).toEqual({});
});

test('the list that was saved is read again', async () => {
  const tree = new TreeStore(scriptedBackend(catalogue([table('NEW')])));

  await tree.restore(fromSaved(await saved(2)));

  expect(listingOf(tree.branch(SCHEMA_KEY))?.nodes.map(nameOf)).toEqual(['NEW']);
});

describe('what was saved', () => {
  const ALICE = { isLocal: false, account: 'ACME', user: 'ALICE', role: 'ANALYST' };

  test.each([
    { ...ALICE, isLocal: true },
    { ...ALICE, account: 'OTHER' },
    { ...ALICE, user: 'BOB' },
    { ...ALICE, role: 'SYSADMIN' },
    { ...ALICE, role: undefined },
  ])('is not shown to %j', async (other) => {
    const database = memory({ [savedTreeId(ALICE)]: await saved(2) });
    const tree = new TreeStore(scriptedBackend({}));

    await new TreeKeeper(database, tree).meet(other);

    expect(tree.state).toEqual({ branches: new Map(), open: new Set(), favourites: [] });
  });

  test('is shown as soon as it is known whose it is', async () => {
    const tree = new TreeStore(scriptedBackend(catalogue([table('T0'), table('T1')])));

    await new TreeKeeper(memory({ [savedTreeId(ALICE)]: await saved(2) }), tree).meet(ALICE);

    expect(tree.state.open).toEqual(new Set([SCHEMA_KEY]));
  });

  test('leaves the page with another role, and comes back with the first', async () => {
    const database = memory({});
    const tree = new TreeStore(scriptedBackend(catalogue([table('T0')])));
    const keeper = new TreeKeeper(database, tree);
    await keeper.meet(ALICE);
    await tree.open(SCHEMA);

    await keeper.meet({ ...ALICE, role: 'SYSADMIN' });
    expect(tree.state.open.size).toBe(0);
    expect(tree.state.branches.has(SCHEMA_KEY)).toBe(false);

    await keeper.meet(ALICE);
    expect(tree.state.open).toEqual(new Set([SCHEMA_KEY]));
    keeper.close();
  });
});

/** Keeps what JupyterLab's state database would keep. */
function memory(values: Record<string, unknown>): ConstructorParameters<typeof TreeKeeper>[0] {
  const all = new Map(Object.entries(values).map(([id, value]) => [id, JSON.stringify(value)]));
  return {
    fetch: async (id) => {
      const value = all.get(id);
      return value === undefined ? undefined : JSON.parse(value);
    },
    save: async (id, value) => void all.set(id, JSON.stringify(value)),
  };
}
