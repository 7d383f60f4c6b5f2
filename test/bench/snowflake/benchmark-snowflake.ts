import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Comparison, printComparisons } from '../container/comparison';
import { type BenchSite, openBenchSite } from './bench-site';
import { measureLoad } from './measure-loading';
import { measureArrow, measureDriver, measureRead } from './measure-reading';
import { measureFirstRow, measureStream } from './measure-streaming';

interface Row {
  readonly tells: string;
  readonly measure: (site: BenchSite) => Promise<readonly Comparison[]>;
}

const ROWS: Readonly<Record<string, Row>> = {
  read: {
    tells: '2M rows from JSON chunks, beside the Python connector and beside gunzip alone',
    measure: measureRead,
  },
  driver: { tells: 'the same, beside snowflake-sdk whose rows are only counted; minutes', measure: measureDriver },
  arrow: { tells: '2M rows from Arrow chunks, beside the Python connector', measure: measureArrow },
  'first-row': { tells: 'the first row of 5M, beside snowflake-sdk', measure: measureFirstRow },
  stream: { tells: 'memory of 50M streamed rows, beside that of 5M; minutes', measure: measureStream },
  load: { tells: '2M × 9 and 2M × 20 into a new table, beside write_pandas', measure: measureLoad },
};

const HELP = `Usage: npm run bench -- snowflake [row …] [--runs=3]

Compares reading and loading with Snowflake's own clients: the same server, the same answers, in turns, medians.
Figures are of whole processes unless a row says otherwise. Each side is one process, so its memory is all there is.

Rows (all by default):
${Object.entries(ROWS)
  .map(([name, { tells }]) => `  ${name.padEnd(10)} ${tells}`)
  .join('\n')}
`;

/** @param signal ends the benchmark; the local account goes, too. */
export async function benchmarkSnowflake(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, runs: { type: 'string', default: '3' } },
  });
  if (values.help) return void console.log(HELP);
  const unknown = positionals.filter((name) => !Object.hasOwn(ROWS, name));
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}.\n\n${HELP}`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs must be a whole number from 1, not ${values.runs}.`);
  const site = await openBenchSite(runs, signal);
  const comparisons: Comparison[] = [];
  try {
    for (const name of positionals.length > 0 ? positionals : Object.keys(ROWS)) {
      console.error(`measuring ${name}`);
      comparisons.push(...(await ROWS[name].measure(site)));
    }
  } finally {
    await site.close();
    // What was measured before something failed is worth seeing.
    console.log(`${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.versions.node}`);
    printComparisons(comparisons);
  }
}
