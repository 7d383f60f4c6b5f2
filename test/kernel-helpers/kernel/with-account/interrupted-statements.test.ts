import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Moment } from '../../../support/gate';
import { until } from '../../../support/until';
import { type KernelOnAccount, startKernelOnAccount } from './support/kernel-on-account';

let on: KernelOnAccount;
beforeAll(async () => {
  on = await startKernelOnAccount({ isGated: true });
  await on.run('let kept = 41;');
});
afterAll(() => on?.close());

const INTERRUPTED = { ename: 'Interrupted', evalue: 'The cell was interrupted.' };

const isRunning = async (text: string) => (await on.recorded(text)).some(({ status }) => status === 'RUNNING');
const notRunning = async (text: string) => !(await isRunning(text));

/** The text of a cell's first output that begins so. */
async function toldBy(id: string, beginning: RegExp): Promise<string> {
  const told = await on.kernel.waitFor(
    ({ parentId, content: { data } }) => parentId === id && beginning.test(textIn(data)),
  );
  return textIn(told.content.data);
}

const lineIsGone = (id: string) =>
  on.kernel.waitFor(
    ({ parentId, type, content: { data } }) => parentId === id && type === 'update_display_data' && textIn(data) === '',
  );

const textIn = (data: unknown): string =>
  String((data as Readonly<Record<string, unknown>> | undefined)?.['text/plain']);

/** The value of the last expression of a cell, as text. */
async function textOf(code: string): Promise<unknown> {
  return (await on.run(code)).result?.['text/plain'];
}

describe('an interrupted statement', () => {
  test.each([
    ['waits', 'select system$wait(300)'],
    [
      'computes',
      'select count(*) from table(generator(rowcount => 1000000)) a cross join table(generator(rowcount => 1000000)) b',
    ],
  ])('that %s ends its cell at once and is cancelled in Snowflake', async (_name, statement) => {
    const cell = await on.interrupt(`await snowflake.sql\`${statement}\`;`, () => until(() => isRunning(statement)));

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.endedAfterMs).toBeLessThan(1_000);
    await until(() => notRunning(statement));
    expect((await on.recorded(statement)).at(-1)).toMatchObject({
      status: 'FAILED_WITH_ERROR',
      error: 'SQL execution canceled',
    });
  });

  test('that takes long has told for how long it has been running', async () => {
    const told: string[] = [];
    const cell = await on.interrupt('await snowflake.sql`select system$wait(301)`;', async (id) => {
      told.push(await toldBy(id, /^Running in Snowflake: /));
    });

    expect(told).toEqual([expect.stringMatching(/^Running in Snowflake: \d+ s$/)]);
    expect(cell.error).toMatchObject(INTERRUPTED);
    await lineIsGone(cell.id);
  });

  test('leaves the connection and the variables as they were', async () => {
    expect(await textOf('kept + 1')).toBe('42');
    expect(await textOf('(await snowflake.sql`select 7 as seven`).toRows()')).toBe('[ { SEVEN: 7 } ]');
  });

  test('is cancelled too when the interrupt comes twice, or before Snowflake has got the statement', async () => {
    const statement = "select system$wait(200, 'SECONDS')";
    const running = on.kernel.startExecution(`await snowflake.sql\`${statement}\`;`);
    await on.kernel.waitFor(({ parentId, type }) => parentId === running && type === 'execute_input');
    on.kernel.send('control', 'interrupt_request', {});
    on.kernel.send('control', 'interrupt_request', {});
    const { error } = await on.kernel.executionOf(running);

    expect(error).toMatchObject(INTERRUPTED);
    expect(await textOf('(await snowflake.sql`select 8 as eight`).toRows()')).toBe('[ { EIGHT: 8 } ]');
    expect(await isRunning(statement)).toBe(false);
  });

  test('ends the other statements of its cell too, and a loop that goes on cannot start more', async () => {
    const code = `
      for (const seconds of [101, 102, 103]) {
        await Promise.all([snowflake.sql\`call system$wait(\${seconds})\`, snowflake.sql\`call system$wait(104)\`]).catch(() => {});
      }`;
    await on.interrupt(code, () => until(async () => (await on.recorded('call system$wait')).length === 2));
    await until(() => notRunning('call system$wait'));

    const statements = await on.recorded('call system$wait');
    expect(statements.map(({ status }) => status)).not.toContain('SUCCESS');
    expect(statements.filter(({ text }) => text.includes('104'))).toHaveLength(1);
  });
});

describe('an interrupted download', () => {
  test('that takes long has told how far it is', async () => {
    const told: string[] = [];
    const code = `
      const long = await snowflake.execute('select seq4() as n, uuid_string() as text from table(generator(rowcount => 60000))');
      for await (const _ of long.batches({ rows: 1000 })) await new Promise((resolve) => setTimeout(resolve, 100));`;
    const cell = await on.interrupt(code, async (id) => {
      told.push(await toldBy(id, /^Reading 60,000 rows: /));
    });

    expect(told).toEqual([
      expect.stringMatching(/^Reading 60,000 rows: [\d,]+ rows read, [\d.]+ of [\d.]+ MB(, about \d+ s left)?$/),
    ]);
    expect(cell.error).toMatchObject(INTERRUPTED);
    await lineIsGone(cell.id);
  });

  test('stops, and the same result can be read again', async () => {
    await on.run(`
      const result = await snowflake.execute(
        'select seq4() as n, repeat(uuid_string(), 4) as text from table(generator(rowcount => 60000))');
      let reads = 0;`);
    const cell = await on.interrupt('for (;;) { await result.read(); reads += 1; }', async () => {});

    expect(cell.error).toMatchObject(INTERRUPTED);
    const before = await textOf('reads');
    expect(await textOf("(await snowflake.sql`select 'next' as cell`).rowCount")).toBe('1');
    expect(await textOf('reads')).toBe(before);
  });
});

describe('an interrupted load', () => {
  beforeEach(async () => {
    await on.run(`
      import { Table } from 'kernel-helpers';
      await snowflake.sql\`use schema HOUSING.HOUSING_SCHEMA\`;
      await snowflake.sql\`create or replace table guarded (n float, text varchar)\`;
      await snowflake.sql\`insert into guarded values (0.5, 'old'), (1.5, 'old')\`;
      const text = 'x'.repeat(250);`);
  });

  /** Interrupts the load at a moment of a statement, which goes on when the cell has ended. */
  async function interruptLoad(column: string, ifExists: string, statement: string, moment: Moment) {
    await on.run(
      `const rows = Table.fromRows(Array.from({ length: 100_000 }, (_, row) => ({ ${column}: row, text })));`,
    );
    const held = on.gate.hold(statement, moment);
    const cell = await on.interrupt(
      `await snowflake.writeTable(rows, 'guarded', { ifExists: '${ifExists}' });`,
      () => held.reached,
    );
    held.release();
    return cell;
  }

  /** What the cell shows after it has ended, once Snowflake has answered. */
  const shows = (id: string, text: string) =>
    on.kernel.waitFor(
      ({ parentId, content: { data } }) => parentId === id && JSON.stringify(data)?.includes(text) === true,
    );

  async function expectNothingBeside(): Promise<void> {
    expect(await textOf('(await snowflake.sql`show stages in schema`).rowCount')).toBe('0');
    expect(await textOf('(await snowflake.sql`show tables in schema`).column("name").values')).toBe("[ 'GUARDED' ]");
    expect(readdirSync(on.temporaryFolder).filter((name) => name.startsWith('kernel-helpers-load-'))).toEqual([]);
  }

  test.each([
    ['while files are sent', 'n', 'append', "put 'file:", 'after it is done'],
    ['before Snowflake adds rows', 'n', 'append', 'copy into', 'before it is run'],
    ['when Snowflake has added rows', 'n', 'append', 'copy into', 'after it is done'],
    ['while new rows replace old ones', 'n', 'replace', 'copy into', 'after it is done'],
    ['before a table with other columns replaces it', 'other', 'replace', 'copy into', 'after it is done'],
  ] as const)('%s leaves the old rows whole, and nothing beside them', async (_when, column, ifExists, at, moment) => {
    const cell = await interruptLoad(column, ifExists, at, moment);

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.endedAfterMs).toBeLessThan(1_000);
    await shows(cell.id, 'Loading guarded was interrupted: the table is as it was before.');
    expect(await textOf('(await snowflake.sql`select n, text from guarded order by n`).toRows()')).toBe(
      "[ { N: 0.5, TEXT: 'old' }, { N: 1.5, TEXT: 'old' } ]",
    );
    await expectNothingBeside();
  });

  test.each([
    ['while it is committed', 'n', 'append', 'commit', 100_002],
    ['when a table with other columns has replaced it', 'other', 'replace', 'create or replace table', 100_000],
  ] as const)('%s says that the rows are in, all of them', async (_when, column, ifExists, at, rowCount) => {
    const cell = await interruptLoad(column, ifExists, at, 'after it is done');

    expect(cell.error).toMatchObject(INTERRUPTED);
    expect(cell.endedAfterMs).toBeLessThan(1_000);
    await shows(cell.id, 'Loading guarded was almost done when it was interrupted: its rows are in.');
    expect(await textOf('(await snowflake.sql`select count(*) as n from guarded`).toRows()')).toBe(
      `[ { N: ${rowCount} } ]`,
    );
    await expectNothingBeside();
  });

  test('leaves no transaction open: what is inserted afterwards stays', async () => {
    await on.run("await snowflake.sql`insert into guarded values (2.5, 'new')`;");

    const seen = await on.observer.sql`select count(*) as row_count from HOUSING.HOUSING_SCHEMA.guarded`;
    expect(seen.toRows()).toEqual([{ ROW_COUNT: 3 }]);
  });
});
