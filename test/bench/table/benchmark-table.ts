import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PEERS_PYTHON } from '../../support/clone';
import { type Comparison, printComparisons } from '../container/comparison';
import { measureProcess } from '../container/measured-process';

const HELP = `Usage: npm run bench -- table [--rows=1e6,1e7] [--runs=3]

Compares the verbs of Table with those of pandas: the same made rows (4 floats, a whole number, a text of 1,000 values,
a date), one process for each side and run, in turns, medians. A verb is timed once in a process, after all verbs
have run on 10,000 rows. Both sides must find the same figures. Memory is the most that a process held.
`;

/** The goal of every verb: at most twice the time of pandas. */
const GOAL = { atMost: 2 };

/** What both programs print as their last line: for each verb its milliseconds and a figure of its result. */
const printedSchema = z.object({
  pandas: z.string().optional(),
  verbs: z.record(z.string(), z.object({ ms: z.number(), figure: z.number() })),
});

type Printed = z.infer<typeof printedSchema>;
interface Run extends Printed {
  readonly megabytes: number;
}

/** @param signal ends the benchmark. */
export async function benchmarkTable(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      rows: { type: 'string', default: '1e6,1e7' },
      runs: { type: 'string', default: '3' },
    },
  });
  if (values.help) return void console.log(HELP);
  const runs = wholeNumber('--runs', values.runs);
  const sizes = values.rows.split(',').map((rows) => wholeNumber('--rows', rows));
  const comparisons: Comparison[] = [];
  let pandas = '';
  try {
    for (const rows of sizes) {
      const [ours, theirs] = await runInTurns(rows, runs, signal);
      pandas = theirs[0].pandas ?? '';
      comparisons.push(...compared(rows, ours, theirs));
    }
  } finally {
    console.log(
      `${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.versions.node}, pandas ${pandas}, ` +
        `load of the machine ${loadavg()[0].toFixed(1)}`,
    );
    printComparisons(comparisons);
  }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new Error(`${name} must be a whole number from 1, not ${text}.\n\n${HELP}`);
}

async function runInTurns(rows: number, runs: number, signal: AbortSignal): Promise<readonly [Run[], Run[]]> {
  const [ours, theirs]: [Run[], Run[]] = [[], []];
  for (let run = 1; run <= runs; run += 1) {
    console.error(`${rows.toLocaleString('en-US')} rows, run ${run} of ${runs}`);
    ours.push(await runProgram(process.execPath, ['verbs.cjs'], rows, signal));
    theirs.push(await runProgram(PEERS_PYTHON, ['-W', 'ignore', 'verbs.py'], rows, signal));
    requireSameFigures(ours[run - 1], theirs[run - 1]);
  }
  return [ours, theirs];
}

async function runProgram(command: string, args: readonly string[], rows: number, signal: AbortSignal): Promise<Run> {
  const path = join(__dirname, 'programs', args.at(-1) ?? '');
  const { output, megabytes } = await measureProcess(command, [...args.slice(0, -1), path, String(rows)], {}, signal);
  return { ...printedSchema.parse(JSON.parse(output.trim().split('\n').at(-1) ?? '')), megabytes };
}

/** Sums of floats differ in their last digits, by the order of the additions. */
function requireSameFigures(ours: Printed, theirs: Printed): void {
  for (const [verb, { figure }] of Object.entries(ours.verbs)) {
    const other = theirs.verbs[verb]?.figure;
    if (other !== undefined && Math.abs(figure - other) <= 1e-9 * Math.abs(other)) continue;
    throw new Error(`${verb} gives ${figure}, and ${other} with pandas.`);
  }
}

function compared(rows: number, ours: readonly Run[], theirs: readonly Run[]): readonly Comparison[] {
  const size = `10${superscript(Math.log10(rows))} rows`;
  const peer = (values: readonly number[]) => ({ name: 'pandas', values });
  return [
    ...Object.keys(ours[0].verbs).map(
      (verb): Comparison => ({
        what: `${size}: ${verb}`,
        unit: 'ms',
        ours: ours.map(({ verbs }) => verbs[verb].ms),
        peer: peer(theirs.map(({ verbs }) => verbs[verb].ms)),
        goal: GOAL,
      }),
    ),
    {
      what: `${size}: most memory`,
      unit: 'MB',
      ours: ours.map(({ megabytes }) => megabytes),
      peer: peer(theirs.map(({ megabytes }) => megabytes)),
    },
  ];
}

function superscript(power: number): string {
  return [...power.toFixed(Number.isInteger(power) ? 0 : 1)]
    .map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '˙')
    .join('');
}
