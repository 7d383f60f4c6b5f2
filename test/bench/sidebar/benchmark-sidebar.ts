import { startLocalAccount } from '../../support/local-account';
import { type Figure, printFigures } from './figure';
import { makeManyTables } from './many-tables';
import { measureKernel } from './measure-kernel';
import { measureLog } from './measure-log';

/** Measures the sidebar on a local account of its own: what the kernel answers, and what the page shows. */
export async function benchmarkSidebar(rounds: number): Promise<void> {
  const account = await startLocalAccount();
  try {
    console.log('making many tables');
    await makeManyTables(account.settings);
    const figures: Figure[] = [];
    console.log('measuring the kernel');
    figures.push(...(await measureKernel(account.settings, rounds)));
    console.log('measuring the log in the page');
    figures.push(...(await measureLog(account.settings, rounds)));
    printFigures(figures);
  } finally {
    await account.close();
  }
}
