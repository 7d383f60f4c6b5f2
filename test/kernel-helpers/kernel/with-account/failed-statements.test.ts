import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type KernelOnAccount, startKernelOnAccount } from './support/kernel-on-account';

let on: KernelOnAccount;
beforeAll(async () => {
  on = await startKernelOnAccount();
});
afterAll(() => on.close());

function linesOf(traceback: unknown): readonly string[] {
  return stripVTControlCharacters(Array.isArray(traceback) ? traceback.join('\n') : '').split('\n');
}

describe('a statement that Snowflake refuses', () => {
  test.each([
    ['an unknown column', 'sql`select nope from (select 1 as a)`'],
    ['wrong syntax', 'sql`selec 1`'],
    ['a division by zero', 'sql`select 1/0`'],
    ['an unknown table', 'sql`select * from nothing_here`'],
    ['a statement with binds', "execute('select ? / 0', [1])"],
    ['an unknown file', 'sql`put file:///nowhere/rooms.csv @~`'],
    ['an unknown schema', "listTables('nowhere')"],
  ])('is told once, with the line of the cell and no frames of libraries: %s', async (_what, call) => {
    const code = `const before = 1;\nconst answer = await snowflake.${call};`;

    const { error, reply } = await on.kernel.execute(code);

    const lines = linesOf(error?.traceback);
    expect(lines).toContain(`  2 | const answer = await snowflake.${call};`);
    expect(lines).toContainEqual(expect.stringMatching(`^ {4}at .*Cell \\[${reply.execution_count}\\]:2:`));
    expect(lines.join('\n')).not.toMatch(/node_modules|kernel-helpers.dist/);
    expect(lines.length).toBeLessThan(10);
  });

  test('and that no code awaits is reported with the line that sent it', async () => {
    const { reply } = await on.kernel.execute('const before = 1;\nsnowflake.sql`select nope from (select 1 as a)`;');
    const told = await on.kernel.waitFor(({ content }) => /nothing waited for it/.test(String(content.text)));

    expect(String(told.content.text).split('\n').slice(0, 3)).toEqual([
      `A promise that Cell [${reply.execution_count}] started on line 2 failed, and nothing waited for it. Add \`await\` there.`,
      '  2 | snowflake.sql`select nope from (select 1 as a)`;',
      expect.stringMatching(/^ +\^$/),
    ]);
    expect(told.content.text).not.toMatch(/node_modules|kernel-helpers.dist/);
  });
});
