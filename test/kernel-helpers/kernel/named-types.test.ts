import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KernelClient, REPOSITORY } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: `${REPOSITORY}/test` });
  await kernel.execute(
    "import { attach, checkSetup, compareTables, connect, getSecret, lineChart, trainingJob } from 'kernel-helpers';",
  );
});
afterAll(() => kernel.close());

/** Functions that are never called. TypeScript must write down their types, as it does for every variable of a cell. */
test.each([
  'async () => (await connect()).execute("")',
  'async () => (await (await connect()).execute("")).manifest',
  'async () => (await (await connect()).execute("")).manifest.columns[0]',
  'async () => (await (await connect()).execute("")).manifest.chunks[0]',
  'async () => (await connect()).names',
  'async () => (await connect()).listTables()',
  'async () => (await (await connect()).listTables()).items[0]',
  'async () => (await connect()).listColumns("")',
  'async () => (await connect()).listDatabases()',
  'async () => (await connect()).describe("")',
  'async () => (await (await connect()).describe("")).columns[0]',
  'async () => (await connect()).preview("")',
  'async () => (await connect()).writeTable({} as any, "")',
  'async () => (await (await connect()).sql``).columns[0]',
  'async () => (await (await connect()).sql``).column("a")',
  'async () => compareTables({} as any, {} as any).columns[0]',
  'async () => (await checkSetup()).checks[0]',
  'async () => getSecret()',
  'async () => trainingJob({} as any)',
  'async () => (await attach("")).describe()',
  'async () => (await (await attach("")).describe()).phases[0]',
  'async () => (await attach("")).events()',
  'async () => (await (await attach("")).watch()).lines[0]',
  'async () => (await (await attach("")).watch()).shares[0]',
  'async () => (await (await attach("")).watch()).history',
  'async () => (await (await attach("")).watch()).metrics[0]',
  'async () => (await attach("")).deploy({} as any)',
  '(...parameters: Parameters<typeof lineChart>) => parameters',
])('a cell may keep what the public API returns in a variable: %s', async (code) => {
  expect((await kernel.execute(`const kept = ${code};`)).error?.evalue).toBeUndefined();
});
