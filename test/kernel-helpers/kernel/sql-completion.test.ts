import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
  // This has the shape of a connection of kernel-helpers, and counts its calls.
  await kernel.execute(`
    let asked = 0;
    const columns: Record<string, object[]> = {
      houses: [{ name: 'ROOMS', type: 'NUMBER' }, { name: 'Price in €', type: 'FLOAT' }],
      cities: [{ name: 'CITY_NAME', type: 'VARCHAR' }],
    };
    const snowflake = {
      async sql(strings: TemplateStringsArray, ...values: unknown[]) {},
      async listTables() { asked += 1; return { items: [{ name: 'HOUSES' }, { name: 'CITIES' }, { name: 'House Prices' }] }; },
      async listColumns(table: string) { asked += 1; return { items: columns[table] ?? [] }; },
    };`);
});
afterAll(() => kernel.close());

/** Completes the code at the position of `|`. */
async function complete(codeWithBar: string): Promise<unknown> {
  const cursor = codeWithBar.indexOf('|');
  const code = codeWithBar.replace('|', '');
  return (await kernel.request('shell', 'complete_request', { code, cursor_pos: cursor })).matches;
}

describe('completion inside a template of SQL', () => {
  test.each([
    ['tables after from', 'await snowflake.sql`select * from ho|`', ['houses', '"House Prices"']],
    ['tables where the template is not closed yet', 'await snowflake.sql`select * from ci|', ['cities']],
    ['columns of the tables in the statement', 'await snowflake.sql`select r| from houses`', ['rooms']],
    ['names that need quotes, with quotes', 'await snowflake.sql`select p| from houses`', ['"Price in €"']],
    ['columns after an alias', 'await snowflake.sql`select c.| from houses h join cities c on 1 = 1`', ['city_name']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a cell.
    ['columns after a value', 'await snowflake.sql`select * from cities where 1 = ${1} and ci|`', ['city_name']],
  ])('offers %s', async (_name, code, expected) => {
    expect(await complete(code)).toEqual(expected);
  });

  test.each([
    ["await snowflake.sql`select 'it''s from ho|`"],
    ['await snowflake.sql`select 1 -- from ho|`'],
    ['await snowflake.sql`select 1 // from ho|`'],
    ['await snowflake.sql`select $$ from ho|`'],
    ['await snowflake.sql`list @ho|`'],
  ])('offers nothing inside texts, comments and stages: %s', async (code) => {
    expect(await complete(code)).toEqual([]);
  });

  test('is TypeScript again inside a value', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a cell.
    expect(await complete('await snowflake.sql`select ${sno|}`')).toEqual(['snowflake']);
  });

  test('fetches each list once, because the next key press comes soon', async () => {
    const before = await kernel.execute('asked');
    await complete('await snowflake.sql`select * from ho|`');
    await complete('await snowflake.sql`select r| from houses`');
    const after = await kernel.execute('asked');

    expect(after.result).toEqual(before.result);
  });

  test('finds its place after an emoji, which JavaScript counts twice', async () => {
    const code = 'const door = "🚪"; await snowflake.sql`select * from ho';
    const cursor = [...code].length;

    const reply = await kernel.request('shell', 'complete_request', { code: `${code}\``, cursor_pos: cursor });

    expect(reply).toMatchObject({ cursor_start: cursor - 2, cursor_end: cursor });
    expect(reply.matches).toContain('houses');
  });

  test('is plain TypeScript for a variable that is not a connection', async () => {
    await kernel.execute('const other = { sql(strings: TemplateStringsArray) { return 1; } };');

    expect(await complete('other.sql`select * from ho|`')).toEqual([]);
  });
});
