import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient, REPOSITORY, type Received } from './support/kernel-client';

const VIEW = 'application/vnd.jupyter.widget-view+json';
/** A front end with a person allows questions: https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute */
const PERSON = { allow_stdin: true };

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: `${REPOSITORY}/test` });
  await kernel.execute(`
import { explore, show, Table } from 'kernel-helpers';
const CITIES = ['Fresno', 'Eureka', null];
const table = Table.fromRows(Array.from({ length: 3_000 }, (_, row) => ({ ROW: row, CITY: CITIES[row % 3], HALF: row / 2 })));`);
});
afterAll(() => kernel.close());

/** Runs a cell that shows one table, as a front end with a person does. */
async function open(code: string, cellId?: string) {
  const cell = kernel.startExecution(code, PERSON, cellId === undefined ? {} : { cellId });
  const { error, published } = await kernel.executionOf(cell);
  expect(error).toBeUndefined();
  const opening = await kernel.waitFor(({ type, parentId }) => type === 'comm_open' && parentId === cell);
  return {
    commId: String(opening.content.comm_id),
    published,
    state: (opening.content.data as { state: object }).state,
  };
}

let asked = 0;

/** Asks what the page asks, and resolves to the kernel's answer. */
async function ask(commId: string, question: object): Promise<unknown> {
  asked += 1;
  const id = `test-${asked}`;
  kernel.send('shell', 'comm_msg', { comm_id: commId, data: { method: 'custom', content: { id, ...question } } });
  const isAnswer = ({ type, content }: Received) =>
    type === 'comm_msg' && (content.data as { content?: { id?: string } }).content?.id === id;
  const { content } = await kernel.waitFor(isAnswer);
  return (content.data as { content: { answer?: unknown; failure?: unknown } }).content;
}

function displayed(published: readonly Received[]): readonly Received[] {
  return published.filter(({ type }) => type === 'display_data' || type === 'execute_result');
}

describe('a long table in front of a person', () => {
  test('is interactive as a result and by show(), with the table as it is saved beside it', async () => {
    for (const code of ['table', 'show(table)', 'explore(table)', 'show(explore(table))']) {
      const { commId, published } = await open(code);

      const [{ content }] = displayed(published);
      expect(content.data).toMatchObject({
        [VIEW]: { model_id: commId },
        'text/html': expect.stringContaining('<small>3,000 rows × 3 columns, the first 10 shown'),
        'text/plain': expect.stringContaining('3,000 rows × 3 columns'),
      });
    }
  });

  test('brings its first rows with it, and gives others when it is asked', async () => {
    const { commId, state } = await open('table');

    expect(state).toMatchObject({ rowCount: 3_000, shown: { number: 0, count: 3_000 } });
    expect((state as { first: string[][] }).first.map((column) => column.slice(0, 3))).toEqual([
      ['0', '1', '2'],
      ['Fresno', 'Eureka', null],
      ['0', '0.5', '1'],
    ]);
    expect(await ask(commId, { ask: 'rows', number: 0, from: 2_998, to: 3_200 })).toMatchObject({
      answer: [
        ['2998', '2999'],
        ['Eureka', null],
        ['1499', '1499.5'],
      ],
    });
  });

  test('gives back what was kept as a table, as SQL and as code', async () => {
    const { commId } = await open('const view = explore(table); view');
    const look = { sort: { column: 0, descending: true }, filters: [{ column: 1, chosen: ['Fresno'] }], search: '' };

    await ask(commId, { ask: 'look', look });
    const { stdout } = await kernel.execute(
      "console.log(JSON.stringify([view.rowCount, view.table.toRows().slice(0, 2), view.sql('houses'), view.code()]))",
    );

    const [rowCount, rows, sql, code] = JSON.parse(stdout);
    expect(rowCount).toBe(1_000);
    expect(rows).toEqual([
      { ROW: 2_997, CITY: 'Fresno', HALF: 1_498.5 },
      { ROW: 2_994, CITY: 'Fresno', HALF: 1_497 },
    ]);
    expect(sql).toContain(`WHERE "CITY" IN ('Fresno')\nORDER BY "ROW" DESC NULLS LAST`);
    expect(code).toBe("const kept = table.filter((row) => row.CITY === 'Fresno').sortBy('ROW', { descending: true });");
  });

  test('tells the code that listens, in the cell that listens', async () => {
    const { commId } = await open(
      "const heard = explore(table);\nheard.onChange(({ rowCount }) => console.log('kept', rowCount));\nheard",
    );

    await ask(commId, { ask: 'look', look: { filters: [{ column: 0, low: 10, high: 19 }], search: '' } });

    await kernel.waitFor(({ content }) => String(content.text).includes('kept 10'));
  });

  test('answers a question that makes no sense with its reason', async () => {
    const { commId } = await open('table');

    expect(await ask(commId, { ask: 'profile', column: 7 })).toMatchObject({
      failure: expect.stringContaining('no column'),
    });
  });

  test('is closed when its cell runs again, and leaves the table as it is saved', async () => {
    const { commId } = await open('table', 'the-cell');
    await open('table', 'the-cell');

    await kernel.waitFor(({ type, content }) => type === 'comm_close' && content.comm_id === commId);
  });
});

describe('a table is shown as it is saved', () => {
  test.each([
    ['if it is short', 'table.slice(0, 20)', PERSON],
    ['if it is asked for rows', 'show(table, { rows: 30 })', PERSON],
    ['where a program collects outputs', 'table', { allow_stdin: false }],
    ['where a program collects outputs of an exploration', 'explore(table)', { allow_stdin: false }],
  ])('%s', async (_, code, options) => {
    const { published } = await kernel.execute(code, options);

    const [{ content }] = displayed(published);
    expect(Object.keys(content.data as object).sort()).toEqual(['text/html', 'text/plain']);
    expect(published.map(({ type }) => type)).not.toContain('comm_open');
  });
});

test('widgets become what is saved when Jupyter ends the kernel', async () => {
  const other = await KernelClient.start({ cwd: `${REPOSITORY}/test` });
  try {
    const cell =
      "import { show, slider, Table } from 'kernel-helpers';\nconst rooms = slider({ max: 9, label: 'Rooms' });\nshow(rooms);\nshow(Table.fromRows(Array.from({ length: 30 }, (_, ROW) => ({ ROW }))));\nrooms.value = 7;";
    await other.execute(cell, PERSON);

    await other.shutDown();

    const replaced = other
      .receivedSoFar(({ type }) => type === 'update_display_data')
      .map(({ content }) => content.data);
    expect(replaced).toEqual([
      { 'text/html': '<div>Rooms: <b>7</b> (0 to 9)</div>', 'text/plain': 'Rooms: 7 (0 to 9)' },
      { 'text/html': expect.stringContaining('30 rows'), 'text/plain': expect.stringContaining('30 rows') },
    ]);
  } finally {
    await other.close();
  }
});
