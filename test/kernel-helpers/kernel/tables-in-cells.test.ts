import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
  const { reply } = await kernel.execute(FIRST_CELL);
  expect(reply).toMatchObject({ status: 'ok' });
});
afterAll(() => kernel.close());

const FIRST_CELL = `import { Table } from 'kernel-helpers';
const houses = Table.fromRows([
  { CITY: 'Fresno', PRICE: 1.5, "it's": true },
  { CITY: 'Oslo', PRICE: 2.5, "it's": false },
]);
interface PaintOptions {
  /** @elsewhere fill, color */
  readonly colour?: string;
}
/** @elsewhere demolish: remove(table) */
interface Thing {
  readonly height?: number;
}
interface Wall extends Thing {}
class Wall {
  /** @elsewhere brush, roll: table.paint({ colour: 'red' }) */
  paint(options: PaintOptions) { return options.colour; }
  mend(stones: number): string;
  mend(options: PaintOptions): string;
  mend() { return 'mended'; }
}
const wall = new Wall();`;

async function messageOf(code: string): Promise<string> {
  const { error } = await kernel.execute(code);
  return String(error?.evalue);
}

describe('a name that another library has', () => {
  test.each([
    [
      "wall.roll({ colour: 'blue' })",
      "Property 'roll' does not exist on type 'Wall'. Write wall.paint({ colour: 'red' }) instead.",
    ],
    ["wall.mend({ fill: 'blue' })", /^1:6 - There is no option 'fill'\. Write colour instead\.$/],
    ['wall.demolish()', "Property 'demolish' does not exist on type 'Wall'. Write remove(wall) instead."],
    ["wall.paint({ fill: 'blue' })", /'fill' does not exist in type 'PaintOptions'\. Write colour instead\.$/],
  ])('is answered with what to write here: %s', async (code, message) => {
    expect(await messageOf(code)).toMatch(message);
  });

  test('is not in the way where Shift-Tab tells what a name is', async () => {
    expect(await inspect('wall.pa|int')).toBe(
      '(method) Wall.paint(options: PaintOptions): string\n\noptions:\n  colour?: string',
    );
  });

  test('is left to TypeScript where nothing is known of it', async () => {
    expect(await messageOf('wall.pain({})')).toMatch(/Did you mean 'paint'\?$/);
    expect(await messageOf('wall.repair()')).toMatch(/does not exist on type 'Wall'\.$/);
  });
});

test('a module is called by the name that the cell gives it, and not by the path of its file', async () => {
  expect(await messageOf("import { demolish } from 'kernel-helpers';")).toContain(
    "Module 'kernel-helpers' has no exported member 'demolish'.",
  );
});

describe('a column that is looked for among the members of its table', () => {
  test.each([
    ["houses['PRICE']", /A Table does not have its columns as members\. Write houses\.column\('PRICE'\) instead\./],
    [
      'houses[0]',
      /A Table is no array\. Write \[\.\.\.houses\]\[0\] for one row, or houses\.slice\(from, to\) for some\./,
    ],
  ])('is an error and not undefined: %s', async (code, message) => {
    expect(await messageOf(code)).toMatch(message);
  });

  test('is one error in a strict cell too', async () => {
    const message = await messageOf("// @strict\nhouses['PRICE']");
    await kernel.execute('// @strict: false');

    expect(message).toBe("2:8 - A Table does not have its columns as members. Write houses.column('PRICE') instead.");
  });

  test.each([["houses['rowCount']"], ["const label = 'anything'; houses[label]"], ["({ PRICE: 1 })['COST']"]])(
    'while other members are left alone: %s',
    async (code) => {
      expect((await kernel.execute(code)).error).toBeUndefined();
    },
  );
});

const completionSchema = z.object({ matches: z.array(z.string()) });

/** Completes at the mark `|`. */
async function complete(text: string): Promise<readonly string[]> {
  const content = { code: text.replace('|', ''), cursor_pos: text.indexOf('|') };
  return completionSchema.parse(await kernel.request('shell', 'complete_request', content)).matches;
}

/** What Shift-Tab shows at the mark `|`. */
async function inspect(text: string): Promise<string> {
  const content = { code: text.replace('|', ''), cursor_pos: text.indexOf('|'), detail_level: 0 };
  const { data } = await kernel.request('shell', 'inspect_request', content);
  return z.object({ 'text/plain': z.string() }).parse(data)['text/plain'];
}

describe('a table whose rows the cell gave no type', () => {
  beforeAll(async () => {
    await kernel.execute(`
      import { CalendarDate, mean } from 'kernel-helpers';
      /** All that were sold. */
      const sold = Table.fromRows([
        { ID: 7n, LONG: 2n ** 60n, PRICE: 1.5, CITY: 'Oslo', OLD: true, DAY: CalendarDate.from('2024-02-29') },
        { ID: 8n, LONG: 2n ** 60n, PRICE: null, CITY: 'Oslo', OLD: true, DAY: CalendarDate.from('2024-03-01') },
      ]);
      let changing = sold;`);
  });

  test('has in later cells the rows that its value shows', async () => {
    expect(await inspect('so|ld')).toBe(
      'const sold: Table<{\n    ID: number;\n    LONG: number | bigint;\n    PRICE: number | null;\n    CITY: string;\n    OLD: boolean;\n    DAY: CalendarDate;\n}>\n\nAll that were sold.',
    );
  });

  test.each([
    ['sold.filter(row => row.|)', ['CITY', 'DAY', 'ID', 'LONG', 'OLD', 'PRICE']],
    ['sold.filter(row => row.PR|)', ['PRICE']],
    ["sold.column('P|')", ['PRICE']],
    ["sold.sortBy('P|')", ['PRICE']],
    ["sold.groupBy('C|')", ['CITY']],
    ["sold.select('CITY', 'P|')", ['PRICE']],
    ["sold.filter(row => row.OLD).groupBy('C|')", ['CITY']],
    ["sold.groupBy('CITY').aggregate({ price: mean('P|') })", ['PRICE']],
    ["changing.groupBy('CITY').aggregate({ price: mean('P|') })", ['PRICE']],
    ["changing.select('CITY', 'P|')", ['PRICE']],
    ["sold.addColumn('DOUBLE', row => row.PRICE * 2).filter(row => row.D|)", ['DAY', 'DOUBLE']],
  ])('completes columns: %s', async (code, expected) => {
    expect(await complete(code)).toEqual(expected);
  });

  test('makes a wrong name an error that tells the near one', async () => {
    expect(await messageOf('sold.filter(row => row.PRICES > 1)')).toMatch(/Property 'PRICES'.*Did you mean 'PRICE'\?$/);
  });

  test.each([
    ["sold.sortBy('PRICES')", 'The table has no column PRICES. Did you mean PRICE?'],
    ["sold.sortBy(['CITY', 'PRICES'])", 'The table has no column PRICES. Did you mean PRICE?'],
    [
      "sold.groupBy('TOWN').aggregate({ n: mean('PRICE') })",
      'The table has no column TOWN. It has ID, LONG, PRICE, CITY, OLD, DAY.',
    ],
  ])('makes a wrong text such an error too: %s', async (code, message) => {
    expect(await messageOf(code)).toMatch(
      new RegExp(`^1:\\d+ - ${message.replaceAll('.', '\\.').replace('?', '\\?')}$`),
    );
  });

  test('is told with short types where Shift-Tab explains a verb', async () => {
    expect((await inspect('sold.fil|ter(row => row.OLD)')).split('\n')[0]).toBe(
      '(method) Table<Row>.filter(keep: (row: Row) => unknown): Table<Row> (+1 overload)',
    );
  });

  test('compares its days with a Date, and says so where a cell compares them with text', async () => {
    const { result } = await kernel.execute("sold.filter(row => row.DAY > new Date('2024-02-29')).rowCount");

    expect(result?.['text/plain']).toBe('1');
    expect(await messageOf("sold.filter(row => row.DAY > '2024-02-29')")).toMatch(
      /'CalendarDate' and 'string'\. Write new Date\('2024-02-29'\) instead\.$/,
    );
  });

  test('is told with its own name and without its rows where a cell writes a verb of another library', async () => {
    expect(await messageOf('sold.mutate({})')).toBe(
      "1:6 - Property 'mutate' does not exist on type 'Table'. Write sold.addColumn('DOUBLE', (row) => row.PRICE * 2) instead.",
    );
    expect(await messageOf('sold.filter(row => row.OLD).length')).toMatch(/'Table'\. Write \.rowCount instead\.$/);
    expect(await messageOf("sold.column('PRICE').mean()")).toMatch(/Write sold\.aggregate\(.*\) instead\.$/);
  });

  test('keeps its loose rows in a variable that may hold another table later', async () => {
    expect(await messageOf('changing.filter(row => row.PRICES > 1)')).not.toMatch(/^Property/);
    expect((await kernel.execute('changing = houses;')).error).toBeUndefined();
  });

  test('gives rows to what a later cell makes of it', async () => {
    await kernel.execute("const dear = sold.filter(row => row.PRICE > 1).addColumn('DOUBLE', row => row.PRICE * 2);");

    expect(await complete('dear.filter(row => row.DO|)')).toEqual(['DOUBLE']);
  });
});
