import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
class Wall {
  /** @elsewhere brush, roll: wall.paint({ colour: 'red' }) */
  paint(options: PaintOptions) { return options.colour; }
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
    ["wall.paint({ fill: 'blue' })", /'fill' does not exist in type 'PaintOptions'\. Write colour instead\.$/],
  ])('is answered with what to write here: %s', async (code, message) => {
    expect(await messageOf(code)).toMatch(message);
  });

  test('is left to TypeScript where nothing is known of it', async () => {
    expect(await messageOf('wall.pain({})')).toMatch(/Did you mean 'paint'\?$/);
    expect(await messageOf('wall.demolish()')).toMatch(/does not exist on type 'Wall'\.$/);
  });
});

test('a module is called by the name that the cell gives it, and not by the path of its file', async () => {
  expect(await messageOf("import { demolish } from 'kernel-helpers';")).toContain(
    "Module 'kernel-helpers' has no exported member 'demolish'.",
  );
});

describe('a column that is looked for among the members of its table', () => {
  test.each([
    ["houses['PRICE']", /A Table has its columns not as members\. Write houses\.column\('PRICE'\) instead\./],
    [
      'houses[0]',
      /A Table is no array\. Write \[\.\.\.houses\]\[0\] for one row, or houses\.slice\(from, to\) for some\./,
    ],
  ])('is an error and not undefined: %s', async (code, message) => {
    expect(await messageOf(code)).toMatch(message);
  });

  test.each([["houses['rowCount']"], ["const label = 'anything'; houses[label]"], ["({ PRICE: 1 })['COST']"]])(
    'while other members are left alone: %s',
    async (code) => {
      expect((await kernel.execute(code)).error).toBeUndefined();
    },
  );
});
