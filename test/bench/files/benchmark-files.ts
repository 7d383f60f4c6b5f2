import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PEERS_PYTHON } from '../../support/clone';
import { type Comparison, printComparisons } from '../container/comparison';
import { measureProcess } from '../container/measured-process';

const HELP = `Usage: npm run bench -- files [--rows=1000000] [--runs=3]

Compares reading and writing of CSV, JSON lines, Parquet and Arrow with pandas: the same files of made rows (4 floats of
up to 17 digits, a price, a whole number, a text of 1,000 values, a date, a truth), one process for each side and run, in
turns, medians. Each step is timed once in a process, after all were done with 20,000 rows. Both sides must find the same
figures. Memory is the most that a process held.
`;

/** What both programs print as their last line: for each step its milliseconds and a figure of its result. */
const printedSchema = z.object({
  pandas: z.string().optional(),
  steps: z.record(z.string(), z.object({ ms: z.number(), figure: z.number() })),
});

interface Run extends z.infer<typeof printedSchema> {
  readonly megabytes: number;
}

/** @param signal ends the benchmark. */
export async function benchmarkFiles(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      rows: { type: 'string', default: '1000000' },
      runs: { type: 'string', default: '3' },
    },
  });
  if (values.help) return void console.log(HELP);
  const runs = wholeNumber('--runs', values.runs);
  const rows = wholeNumber('--rows', values.rows);
  const [ours, theirs]: [Run[], Run[]] = [[], []];
  const folder = await mkdtemp(join(tmpdir(), 'benchmark-files-'));
  try {
    for (let run = 1; run <= runs; run += 1) {
      console.error(`${rows.toLocaleString('en-US')} rows, run ${run} of ${runs}`);
      ours.push(await runProgram(process.execPath, ['files.cjs'], [folder, String(rows)], signal));
      theirs.push(await runProgram(PEERS_PYTHON, ['-W', 'ignore', 'files.py'], [folder, String(rows)], signal));
      requireSameFigures(ours[run - 1], theirs[run - 1]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(
    `${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.versions.node}, pandas ${theirs[0].pandas}, ` +
      `${rows.toLocaleString('en-US')} rows, load of the machine ${loadavg()[0].toFixed(1)}`,
  );
  printComparisons(compared(ours, theirs));
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new Error(`${name} must be a whole number from 1, not ${text}.\n\n${HELP}`);
}

async function runProgram(
  command: string,
  args: readonly string[],
  more: readonly string[],
  signal: AbortSignal,
): Promise<Run> {
  const path = join(__dirname, 'programs', args.at(-1) ?? '');
  const { output, megabytes } = await measureProcess(command, [...args.slice(0, -1), path, ...more], {}, signal);
  return { ...printedSchema.parse(JSON.parse(output.trim().split('\n').at(-1) ?? '')), megabytes };
}

/** Sums of floats differ in their last digits, by the order of the additions; pandas writes ten decimals as JSON. */
function requireSameFigures(ours: Run, theirs: Run): void {
  for (const [step, { figure }] of Object.entries(ours.steps)) {
    const other = theirs.steps[step]?.figure;
    if (other !== undefined && Math.abs(figure - other) <= 1e-9 * Math.abs(other)) continue;
    throw new Error(`${step} gives ${figure}, and ${other} with pandas.`);
  }
}

function compared(ours: readonly Run[], theirs: readonly Run[]): readonly Comparison[] {
  const peer = (values: readonly number[]) => ({ name: 'pandas', values });
  const steps = Object.keys(ours[0].steps).map(
    (step): Comparison => ({
      what: step,
      unit: 'ms',
      ours: ours.map(({ steps }) => steps[step].ms),
      peer: peer(theirs.map(({ steps }) => steps[step].ms)),
    }),
  );
  const memory: Comparison = {
    what: 'most memory',
    unit: 'MB',
    ours: ours.map(({ megabytes }) => megabytes),
    peer: peer(theirs.map(({ megabytes }) => megabytes)),
  };
  return [...steps, memory];
}
