import { type BenchSite, openBenchSite } from './bench-site';
import { type Comparison, printComparisons } from './comparison';
import { measureHostLoss } from './host-loss';
import { measureHosts } from './hosts-on-one-table';
import { measureHousing } from './housing-to-model';
import { measureInvocations } from './invocations';
import { measureTraining } from './train-only';
import { measureStreamed, measureWide } from './wide-to-model';

/** The rows of the table, by a name to run one of them alone: `node test/bench/container/main.cjs housing`. */
const ROWS: Readonly<Record<string, (site: BenchSite) => Promise<readonly Comparison[]>>> = {
  housing: measureHousing,
  wide: measureWide,
  streamed: measureStreamed,
  hosts: measureHosts,
  training: measureTraining,
  invocations: measureInvocations,
  'host-loss': measureHostLoss,
};

/** Compares the training and serving image with what other people use for the same work, on a local account of its own. */
export async function benchmarkContainer(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !Object.hasOwn(ROWS, name));
  if (unknown.length > 0)
    throw new Error(`There is no row ${unknown.join(', ')}. The rows: ${Object.keys(ROWS).join(', ')}.`);
  const site = await openBenchSite();
  try {
    const comparisons: Comparison[] = [];
    for (const name of names.length > 0 ? names : Object.keys(ROWS)) {
      console.log(`measuring ${name}`);
      comparisons.push(...(await ROWS[name](site)));
    }
    printComparisons(comparisons);
  } finally {
    await site.close();
  }
}
