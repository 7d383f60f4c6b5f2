import { describe, expect, test } from '@jest/globals';
import { RequestError } from 'jupyterlab-ext/backend/request-error';
import { listingOf } from 'jupyterlab-ext/tables/tree/branch';
import { nameOf, tableNode } from 'jupyterlab-ext/tables/tree/tree-node';
import { TreeStore } from 'jupyterlab-ext/tables/tree/tree-store';
import { type Script, scriptedBackend } from '../support/scripted-backend';
import { catalogue, database, table } from './support/catalogue';

const SCHEMA = ['HOUSING', 'PUBLIC'];
const SCHEMA_KEY = JSON.stringify(SCHEMA);

function namesIn(tree: TreeStore, key: string): readonly string[] {
  return listingOf(tree.branch(key))?.nodes.map(nameOf) ?? [];
}

function refuse(): never {
  throw new RequestError({ reason: 'not-authorised', message: 'No right to see this schema.' });
}

describe('the tree', () => {
  test('asks for what is below a node only when the node is opened', async () => {
    const backend = scriptedBackend(catalogue([table('HOUSES')]));
    const tree = new TreeStore(backend);

    await tree.refresh([]);
    await tree.open(['HOUSING']);
    await tree.open(SCHEMA);
    await tree.open([...SCHEMA, 'HOUSES']);

    expect(backend.asked.map(({ method }) => method)).toEqual(['databases', 'schemas', 'tables', 'columns']);
    expect(namesIn(tree, SCHEMA_KEY)).toEqual(['HOUSES']);
  });

  test('asks nothing again for a node that is closed and opened', async () => {
    const backend = scriptedBackend(catalogue([]));
    const tree = new TreeStore(backend);

    await tree.open(['HOUSING']);
    tree.close('["HOUSING"]');
    await tree.open(['HOUSING']);

    expect(backend.asked).toHaveLength(1);
  });

  test('reads a long list page by page, and shows the first page before the others are there', async () => {
    const tree = new TreeStore(
      scriptedBackend(catalogue(Array.from({ length: 4_000 }, (_, index) => table(`T${index}`)))),
    );
    const seen = new Set<number>();
    tree.subscribe(() => seen.add(namesIn(tree, SCHEMA_KEY).length));

    await tree.open(SCHEMA);

    expect([...seen]).toEqual([0, 500, 3_000, 4_000]);
    expect(tree.branch(SCHEMA_KEY)).toMatchObject({ is: 'known' });
  });

  test('keeps a long list that it knew in view until it has read all of it again', async () => {
    const tables = Array.from({ length: 3_500 }, (_, index) => table(`T${index}`));
    const tree = new TreeStore(scriptedBackend(catalogue(tables)));
    await tree.open(SCHEMA);
    const counts = new Set<number>();
    tree.subscribe(() => counts.add(namesIn(tree, SCHEMA_KEY).length));

    await tree.refresh(SCHEMA);

    expect([...counts]).toEqual([3_500]);
  });

  test('stops by itself after ten thousand, and reads on when somebody asks', async () => {
    const tables = Array.from({ length: 12_000 }, (_, index) => table(`T${index}`));
    const tree = new TreeStore(scriptedBackend(catalogue(tables)));

    await tree.open(SCHEMA);
    const first = namesIn(tree, SCHEMA_KEY).length;
    await tree.loadMore(SCHEMA);

    expect(first).toBe(10_500);
    expect(namesIn(tree, SCHEMA_KEY)).toHaveLength(12_000);
    expect(listingOf(tree.branch(SCHEMA_KEY))?.next).toBeUndefined();
  });

  test('puts what the own role owns first, and keeps the order otherwise', async () => {
    const tree = new TreeStore(scriptedBackend(catalogue([table('A'), table('B', { isYours: true }), table('C')])));

    await tree.open(SCHEMA);

    expect(namesIn(tree, SCHEMA_KEY)).toEqual(['B', 'A', 'C']);
  });

  test('shows why a node cannot be read in its place, and asks again when it is opened again', async () => {
    const backend = scriptedBackend({ ...catalogue([]), tables: refuse });
    const tree = new TreeStore(backend);

    await tree.open(SCHEMA);
    expect(tree.branch(SCHEMA_KEY)).toMatchObject({ is: 'failed', error: { reason: 'not-authorised' } });

    await tree.open(SCHEMA);
    expect(backend.asked).toHaveLength(2);
  });

  test('keeps what it knew when a later answer fails', async () => {
    const answers = [catalogue([table('A')]).tables, refuse];
    const tree = new TreeStore(
      scriptedBackend({ ...catalogue([]), tables: (params, asked) => answers.shift()?.(params, asked) ?? refuse() }),
    );

    await tree.open(SCHEMA);
    await tree.refresh(SCHEMA);

    expect(tree.branch(SCHEMA_KEY)).toMatchObject({ is: 'failed' });
    expect(namesIn(tree, SCHEMA_KEY)).toEqual(['A']);
  });

  test('is as before when somebody cancels', async () => {
    const tree = new TreeStore(scriptedBackend({ ...catalogue([]), tables: () => new Promise(() => {}) }));

    const opened = tree.open(SCHEMA);
    expect(tree.branch(SCHEMA_KEY)).toEqual({ is: 'loading' });
    tree.cancel(SCHEMA);
    await opened;

    expect(tree.branch(SCHEMA_KEY)).toEqual({ is: 'unknown' });
  });

  test('forgets all lists for another role, and what is open', async () => {
    const tree = new TreeStore(scriptedBackend(catalogue([table('A')])));
    await tree.open(SCHEMA);

    tree.forget();

    expect(tree.branch(SCHEMA_KEY)).toEqual({ is: 'unknown' });
    expect(tree.state.open.has(SCHEMA_KEY)).toBe(false);
  });

  test.each<[string, Script]>([
    ['table', { tables: () => ({ items: [table('KEPT')] }) }],
    ['schema', { schemas: () => ({ items: [database('HOUSING', 'OTHER')] }) }],
    ['database', { databases: () => ({ items: [database('OTHER')] }) }],
  ])('drops a favourite whose %s is gone', async (what, script) => {
    const tree = new TreeStore(scriptedBackend({ ...catalogue([]), ...script }));
    tree.toggleFavourite(tableNode(table('GONE')));
    if (what === 'table') tree.toggleFavourite(tableNode(table('KEPT')));

    await tree.open([]);
    await tree.open(['HOUSING']);
    await tree.open(SCHEMA);

    expect(tree.state.favourites.map(nameOf)).toEqual(what === 'table' ? ['KEPT'] : []);
  });

  test('keeps a favourite when its list cannot be read', async () => {
    const tree = new TreeStore(scriptedBackend({ tables: () => Promise.reject(new Error('No.')) }));
    tree.toggleFavourite(tableNode(table('T')));

    await tree.open(SCHEMA);

    expect(tree.state.favourites).toHaveLength(1);
  });
});

describe('a search on the server', () => {
  test('finds tables of the whole account, and ends with an empty text', async () => {
    const tree = new TreeStore(scriptedBackend(catalogue([table('HOUSES'), table('PEOPLE')])));

    await tree.search('HOUSE');
    const found = tree.state.search;
    await tree.search('');

    expect(found).toMatchObject({
      text: 'HOUSE',
      branch: { is: 'known', listing: { nodes: [{ of: { name: 'HOUSES' } }] } },
    });
    expect(tree.state.search).toBeUndefined();
  });
});

test('a favourite is put in and taken away by the same act', () => {
  const tree = new TreeStore(scriptedBackend({}));
  const node = tableNode(table('HOUSES'));

  tree.toggleFavourite(node);
  expect(tree.isFavourite(node.key)).toBe(true);

  tree.toggleFavourite(node);
  expect(tree.state.favourites).toEqual([]);
});
