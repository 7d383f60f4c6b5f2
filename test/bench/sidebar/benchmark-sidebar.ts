import { startLocalAccount } from '../../support/local-account';
import { writeManyTables } from './many-tables';
import { measureKernel } from './measure-kernel';
import { measureLog } from './measure-log';
import { measurePage } from './measure-page';
import { MeasuredParts } from './measured-parts';

/**
 * Measures the sidebar on a local account of its own: what the kernel answers, and what the page shows.
 * @throws Error in the end, with the names of the parts that failed
 */
export async function benchmarkSidebar(rounds: number): Promise<void> {
  console.log('making many tables');
  const account = await startLocalAccount({ prepare: writeManyTables });
  const parts = new MeasuredParts();
  try {
    await parts.measure('the kernel', () => measureKernel(account.settings, rounds));
    await measurePage(parts, account.settings, rounds);
    await parts.measure('the log in the page', () => measureLog(account.settings, rounds));
  } finally {
    await account.close();
  }
  parts.end();
}
