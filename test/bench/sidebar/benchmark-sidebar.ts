import { startLocalAccount } from '../../support/local-account';
import { printFigures } from './figure';
import { writeManyTables } from './many-tables';
import { measureKernel } from './measure-kernel';
import { measureLog } from './measure-log';
import { measurePage } from './measure-page';

const PARTS = [
  ['the kernel', measureKernel],
  ['the page', measurePage],
  ['the log in the page', measureLog],
] as const;

/** Measures the sidebar on a local account of its own: what the kernel answers, and what the page shows. */
export async function benchmarkSidebar(rounds: number): Promise<void> {
  console.log('making many tables');
  const account = await startLocalAccount({ prepare: writeManyTables });
  try {
    // Printed part by part, so that a failure later on costs none of the figures.
    for (const [what, measure] of PARTS) {
      console.log(`measuring ${what}`);
      printFigures(await measure(account.settings, rounds));
    }
  } finally {
    await account.close();
  }
}
