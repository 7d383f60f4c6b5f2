import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../../support/clone';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: join(ROOT, 'notebooks') });
  const { reply } = await kernel.execute(CELL);
  expect(reply).toMatchObject({ status: 'ok' });
});
afterAll(() => kernel.close());

const CELL = `import { tableFromArrays } from 'apache-arrow';
import * as helpers from 'kernel-helpers';
import { type ColumnName, heatMap, histogram, scatter, slider, Table, trainingJob } from 'kernel-helpers';
const houses = Table.fromRows([{ CITY: 'Fresno', PEOPLE: 540_000, "it's": 1 }]);
const frame = houses.toDataFrame();
const rows = [{ city: 'Oslo', rooms: 3 }];
const columns = { truth: [1], predicted: new Float64Array(1) };
const report = { houses, get never() { throw new Error('A getter ran.'); } };
const arrow = tableFromArrays({ day: [1], sales: [2] });
const proxy = new Proxy([], { get() { throw new Error('A trap ran.'); } });
function median(table: object, name: ColumnName) { return 0; }
function load(): typeof houses { throw new Error('A function ran.'); }
/** Draws. */
function draw(text: string): void;
/** Draws it large. */
function draw(text: string, look: {
  /** In points. More is larger. @default 12 */
  readonly size?: number;
  readonly plain: boolean;
}): void;
function draw() {}`;

const completionSchema = z.object({
  status: z.literal('ok'),
  matches: z.array(z.string()),
  metadata: z.object({
    _jupyter_types_experimental: z.array(
      z.object({ text: z.string(), type: z.string(), signature: z.string().optional(), import: z.string().optional() }),
    ),
  }),
});

/** Completes at the mark `|`. */
async function complete(text: string) {
  const reply = await kernel.request('shell', 'complete_request', {
    code: text.replace('|', ''),
    cursor_pos: text.indexOf('|'),
  });
  const { matches, metadata } = completionSchema.parse(reply);
  return { matches, described: metadata._jupyter_types_experimental };
}

/** What Shift-Tab shows at the mark `|`, as text. */
async function inspect(text: string): Promise<string> {
  const { data } = await kernel.request('shell', 'inspect_request', {
    code: text.replace('|', ''),
    cursor_pos: text.indexOf('|'),
    detail_level: 0,
  });
  return z.object({ 'text/plain': z.string() }).parse(data)['text/plain'];
}

test('a constant keeps its comment when later cells know more of its type', async () => {
  await kernel.execute('/** Built first. */ const oldest: string | undefined = process.version; if (!oldest) throw 1;');
  expect(await inspect('old|est')).toMatch(/const oldest: string\b[^|]*Built first\.$/);
  await kernel.execute('oldest.length');
  expect(await inspect('old|est')).toContain('Built first.');
});

test('no inner name of the kernel is completed or explained', async () => {
  await kernel.execute('const kept: number | undefined = 1 as never; if (!kept) throw kept;');
  for (const typed of ['|', '$|', '$$|', 'kept; $$|'])
    expect((await complete(typed)).matches.filter((name) => /º|\$\$|atEnd/.test(name))).toEqual([]);
  expect(
    await kernel.request('shell', 'inspect_request', { code: '$$atEnd', cursor_pos: 3, detail_level: 0 }),
  ).toMatchObject({
    found: false,
  });
});

describe('text that names a column is completed', () => {
  test.each([
    ['of a Table', "histogram(houses, '|')", ['CITY', 'PEOPLE', "it\\'s"]],
    ['in other quotes', 'histogram(houses, "|")', ['CITY', 'PEOPLE', "it's"]],
    ['without an end', "histogram(houses, 'pe|", ['PEOPLE']],
    ['of a member', "histogram(report.houses, 'C|')", ['CITY']],
    ['of a DataFrame', "histogram(frame, 'C|')", ['CITY']],
    ['of the object whose method is called', "houses.column('P|')", ['PEOPLE']],
    ['among several names', "houses.select('CITY', 'P|')", ['PEOPLE']],
    ['in a list', "frame.groupby(['C|'])", ['CITY']],
    ['in an option that is a list', "frame.loc({ columns: ['C|'] })", ['CITY']],
    ['in an option, of objects as rows', "scatter(rows, { x: '|' })", ['city', 'rooms']],
    ['in a second option, of columns by name', "scatter(columns, { x: 'truth', y: '|' })", ['truth', 'predicted']],
    ['of an Arrow table', "heatMap(arrow, { x: '|' })", ['day', 'sales']],
    ['as a key', "frame['P|']", ['PEOPLE']],
    ['of a function in a namespace', "helpers.histogram(houses, 'P|')", ['PEOPLE']],
    ['of a function of the reader', "median(houses, 'P|')", ['PEOPLE']],
    ['by its type alone', "const here = [{ up: 1, down: 2 }]; histogram(here, '|')", ['up', 'down']],
  ])('%s: %s', async (_where, text, expected) => {
    expect((await complete(text)).matches).toEqual(expected);
  });

  test.each([
    ['where the parameter takes other text', "console.log(houses, '|')"],
    ['where no table is known', "histogram(nothing, '|')"],
    ['by no getter', "histogram(report.never, '|')"],
    ['by no trap of a proxy', "histogram(proxy, '|')"],
    ['by no function', "histogram(load(), '|')"],
  ])('but %s: %s', async (_why, text) => {
    expect((await complete(text)).matches).toEqual([]);
  });
});

describe('a completed name', () => {
  test('of a function comes with its signature, and one of a variable with its kind alone', async () => {
    expect((await complete('Math.flo|')).described).toMatchObject([
      { text: 'floor', type: 'method', signature: '(x: number): number' },
    ]);
    expect((await complete('dra|')).described).toMatchObject([
      { text: 'draw', type: 'function', signature: '(text: string): void (+1 overload)' },
    ]);
    expect((await complete('report.house|')).described).toEqual([
      expect.objectContaining({ text: 'houses', type: 'property' }),
    ]);
  });
});

describe('a name of an earlier cell', () => {
  beforeAll(async () => {
    await kernel.execute(
      "import type { Stats as MeasuredFile } from 'node:fs';\ntype MeasuredRow = object;\nvar measuredRows = 3;",
    );
    await kernel.execute('const MeasuredRow = 4; const parseInt = 5;');
  });

  test.each([
    ['as a value', 'measured|', ['MeasuredRow', 'measuredRows']],
    ['as a type', 'let it: measured|', ['MeasuredFile', 'MeasuredRow']],
    [
      'inside a function',
      'function count(measuredNow: number) { measured| }',
      ['MeasuredRow', 'measuredNow', 'measuredRows'],
    ],
    ['once, where another hides it', 'const measuredRows = 3; measuredr|', ['MeasuredRow', 'measuredRows']],
    ['in an object', '({ measuredr| })', ['MeasuredRow', 'measuredRows']],
    ['in place of a global one', 'parsein|', ['parseInt']],
  ])('is offered %s: %s', async (_where, text, expected) => {
    expect([...(await complete(text)).matches].sort()).toEqual(expected);
  });

  test.each([
    ['after a dot', 'Math.measured|'],
    ['in text', "'measured|'"],
    ['where a new name is given', 'const measured| = 3'],
  ])('is not offered %s: %s', async (_where, text) => {
    expect((await complete(text)).matches).toEqual([]);
  });

  test('comes before what every cell has', async () => {
    const { matches } = await complete('MeasuredRow; |');

    expect(matches.indexOf('measuredRows')).toBeLessThan(matches.indexOf('Array'));
    expect(matches.filter((name) => name.includes('$'))).toEqual([]);
  });
});

describe('a name that must be imported', () => {
  test.each([
    ['of Node.js', 'readFileSy', 'readFileSync', 'node:fs'],
    ['of Node.js, as a promise', 'readFi', 'readFile', 'node:fs/promises'],
    ['of a module that is one object', 'basena', 'basename', 'node:path'],
    ['of the helpers', 'californiaH', 'californiaHousing', 'kernel-helpers'],
    ['of a package that another cell imports', 'tableFromIP', 'tableFromIPC', 'apache-arrow'],
  ])('is completed with its import before it, %s', async (_where, typed, name, from) => {
    const line = `import { ${name} } from '${from}';`;
    const { matches } = await complete(`const rooms = 3;\n${typed}|`);

    expect(matches).toContain(`${line}\n${name}`);
  });

  test('tells its import where it stands in an expression', async () => {
    const { matches, described } = await complete('const text = readFileSy|');

    expect(matches).toEqual(['readFileSync']);
    expect(described).toMatchObject([
      {
        type: 'function from node:fs',
        signature: expect.stringContaining('(path: '),
        import: "import { readFileSync } from 'node:fs';",
      },
    ]);
  });

  test.each(['Math.readF|', 'const readFi| = 3', 're|', "'readFi|'", 'import { readFi| } from "kernel-helpers"'])(
    'is not offered where no import can help: %s',
    async (text) => {
      expect(JSON.stringify((await complete(text)).described)).not.toContain(' from node:');
    },
  );

  test('is described with its import', async () => {
    expect(await inspect('readFile|Sync')).toMatch(
      /^import \{ readFileSync \} from 'node:fs';\nfunction readFileSync\(path/,
    );
  });

  test.each([
    ['basename("a/b")', 'basename', 'node:path'],
    ['new Worker("thread.mjs")', 'Worker', 'node:worker_threads'],
    ['new Socket()', 'Socket', 'node:net'],
    ['resolve("a", "b")', 'resolve', 'node:path'],
    ['await pipeline([], process.stdout)', 'pipeline', 'node:stream/promises'],
  ])('is named with its import when a cell uses it all the same: %s', async (code, name, from) => {
    const { error } = await kernel.execute(code);

    expect(String(error?.evalue)).toContain(`Import it first: import { ${name} } from '${from}';`);
  });
});

describe('Shift-Tab', () => {
  test.each([
    ['histo|gram', ['options:', '  title?: string', '  bins?: number  How many bars. Default: 30.']],
    [
      'trainingJ|ob',
      ["  sourceDir?: string  Folder of the training script, relative to the notebook's folder. Default: '.'."],
    ],
    ['sli|der', ['  min?: number  Default: 0.']],
    ['helpers.histo|gram', ['  bins?: number  How many bars. Default: 30.']],
    ['dr|aw', ['look:', '  size?: number  In points. Default: 12.', '  plain: boolean']],
  ])('on %s spells out the options', async (text, lines) => {
    const shown = (await inspect(text)).split('\n');

    expect(shown).toEqual(expect.arrayContaining(lines));
  });

  test('spells out the options of an option below it', async () => {
    const shown = await inspect('trainingJ|ob');

    expect(shown).toContain("  instances: TrainingInstances\n    type: string  SageMaker's name of the machine, for");
  });

  test.each([
    ["histogram(houses, 'CITY', { bi|ns: 3 })", 'HistogramOptions.bins?: number', 'How many bars.'],
    ['trainingJob({ instances: { co|unt: 1 } })', 'TrainingInstances.count: number', 'How many hosts share the rows.'],
  ])('on an option says what the option is for: %s', async (text, signature, sentence) => {
    const shown = await inspect(text);

    expect(shown).toContain(signature);
    expect(shown).toContain(sentence);
  });

  test('leaves the options of other packages to their pages', async () => {
    expect(await inspect("import { readFileSync } from 'node:fs'; readFile|Sync")).not.toContain('options:\n');
  });
});
