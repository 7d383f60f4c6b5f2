import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { KernelClient, REPOSITORY } from './support/kernel-client';

const folder = mkdtempSync(join(tmpdir(), 'danfo-frames-'));
let kernel: KernelClient;
beforeAll(async () => {
  writeFileSync(join(folder, 'cities.csv'), 'CITY,COUNTY\nFresno,Fresno\nEureka,Humboldt\n');
  // The kernel runs inside the repository, so that cells find danfo as notebooks do.
  kernel = await KernelClient.start({ cwd: `${REPOSITORY}/test` });
  await resultOf(`import * as dfd from 'danfojs-node';
import { barChart, compareTables, Table, writeCsv } from 'kernel-helpers';
const folder = ${JSON.stringify(folder)};
const ours = Table.fromRows([{ CITY: 'Fresno', PRICE: 1.5 }, { CITY: 'Eureka', PRICE: 2.5 }]);
const theirs = await dfd.readCSV(folder + '/cities.csv');`);
});
afterAll(async () => {
  await kernel.close();
  rmSync(folder, { recursive: true });
});

/** The text of a cell's result; an error in the cell is the test's. */
async function resultOf(code: string): Promise<string | undefined> {
  const { error, result } = await kernel.execute(code);
  expect(error).toBeUndefined();
  return z.object({ 'text/plain': z.string() }).optional().parse(result)?.['text/plain'];
}

describe.each([
  ['strict', '// @strict\n'],
  ['not strict', '// @strict: false\n'],
])('in a cell that is %s', (_, begin) => {
  test.each([
    ['becomes a Table', 'Table.fromDataFrame(theirs).toRows()[1].COUNTY', "'Humboldt'"],
    ['is compared with a Table', 'compareTables(theirs, Table.fromDataFrame(theirs)).same', 'true'],
    ['is written to a file', "(await writeCsv(theirs, folder + '/copy.csv')).rows", '2'],
    ['is drawn', "barChart(theirs, { x: 'COUNTY' }).text.includes('Humboldt')", 'true'],
    ['keeps its own methods', "theirs.query(theirs.column('CITY').eq('Eureka' as any)).shape", '[ 1, 2 ]'],
  ])("a frame of danfo's own %s", async (_claim, code, result) => {
    expect(await resultOf(begin + code)).toBe(result);
  });

  test.each([
    [
      'is merged with one of its own',
      "const merged = dfd.merge({ left: ours.toDataFrame(), right: theirs, on: ['CITY'], how: 'left' });\nTable.fromDataFrame(merged).toRows()[1]",
      "{ CITY: 'Eureka', PRICE: 2.5, COUNTY: 'Humboldt' }",
    ],
    [
      'is put below another',
      'Table.fromDataFrame(dfd.concat({ dfList: [ours.toDataFrame(), ours.toDataFrame()], axis: 0 })).rowCount',
      '4',
    ],
    ['is told as CSV', 'dfd.toCSV(ours.toDataFrame())', "'CITY,PRICE\\nFresno,1.5\\nEureka,2.5\\n'"],
  ])('a frame of a Table %s by danfo', async (_claim, code, result) => {
    expect(await resultOf(begin + code)).toBe(result);
  });
});

test('a Series is refused by its name where a frame is asked', async () => {
  const { error } = await kernel.execute("Table.fromDataFrame(theirs.column('CITY'))");

  expect(error?.evalue).toBe(
    'Table.fromDataFrame() takes a danfo DataFrame, and this is a Series: pick columns of a frame with frame.loc({ columns: ["CITY"] }).',
  );
});

test("a frame's type is short where an editor shows it", async () => {
  const code = 'const frame = ours.toDataFrame();\nframe';
  const { data } = await kernel.request('shell', 'inspect_request', { code, cursor_pos: code.length, detail_level: 0 });

  expect(data).toMatchObject({ 'text/plain': 'const frame: DataFrame' });
});
