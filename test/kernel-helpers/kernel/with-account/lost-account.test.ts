import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type KernelOnAccount, startKernelOnAccount } from './support/kernel-on-account';

let on: KernelOnAccount;
beforeAll(async () => {
  on = await startKernelOnAccount();
  await on.run(`
    import { cleanUp, getSecret } from 'kernel-helpers';
    await snowflake.sql\`use schema HOUSING.HOUSING_SCHEMA\`;
    await snowflake.sql\`create table houses (rooms float)\`;
    const kept = 41;`);
  await on.account.close();
});
afterAll(() => on?.close());

async function complete(code: string): Promise<{ readonly matches: unknown; readonly tookMs: number }> {
  const start = performance.now();
  const { matches } = await on.kernel.request('shell', 'complete_request', { code, cursor_pos: code.length });
  return { matches, tookMs: performance.now() - start };
}

describe('when the account has been stopped between two cells', () => {
  test('completion gives an empty answer within its time limit, and at once afterwards', async () => {
    const first = await complete('snowflake.sql`select * from ho');
    const second = await complete('snowflake.sql`select * from hou');

    expect([first.matches, second.matches]).toEqual([[], []]);
    expect(first.tookMs).toBeLessThan(5_000);
    expect(second.tookMs).toBeLessThan(first.tookMs / 2);
  });

  test.each([
    [
      'a statement',
      'await snowflake.sql`select 1`;',
      'PlatformError',
      /The local account does not answer.*npx local-account up/,
    ],
    [
      'a new connection',
      'await connect();',
      'PlatformError',
      /the local account does not answer.*npx local-account up/,
    ],
    ['the secret', 'await getSecret();', 'PlatformError', /the local account does not answer.*npx local-account up/],
    ['cleaning up', 'await cleanUp();', 'PlatformError', /the local account does not answer.*npx local-account up/],
  ])('%s says so in one error, with what to do', async (_name, code, ename, message) => {
    const start = performance.now();
    const { error, stderr } = await on.kernel.execute(code);

    expect(error).toMatchObject({ ename, evalue: expect.stringMatching(message) });
    expect(stderr).toBe('');
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('closing the connection works, and the kernel has lost nothing', async () => {
    await on.run('await snowflake.close();');

    expect((await on.run('kept + 1')).result).toEqual({ 'text/plain': '42' });
  });
});
