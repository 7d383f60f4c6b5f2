import { join } from 'node:path';
import { z } from 'zod';
import { PEERS_PYTHON } from '../../support/clone';
import type { Comparison } from '../container/comparison';
import { measureProcess, type ProcessFacts } from '../container/measured-process';
import type { BenchSite } from './bench-site';

/** A program of the folder `programs`, for Node or for Python with the peers' packages. */
export interface Program {
  readonly name: string;
  readonly file: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Rows that it must have read or written; those of the round by default. */
  readonly rows?: number;
}

/** What every program prints as its last line. */
const printedSchema = z.object({ rows: z.number(), seconds: z.number() });

export interface Run extends ProcessFacts {
  /** Rows that the program has read or written. */
  readonly rows: number;
  /** Seconds of the work alone, as the program itself has measured: without its start, its imports and its login. */
  readonly workSeconds: number;
}

/** What is done before a round of measured runs. */
export interface Round {
  readonly env: Readonly<Record<string, string>>;
  /** Rows that each program must have read or written. */
  readonly rows: () => number;
  /** Processor time that the server has used. */
  readonly serverCpuSeconds: () => number;
  /** Runs before the measured ones, by each program. @default 1 */
  readonly warmUps?: number;
}

/** Runs the programs in turns, and prints each run. The first answer of a server is not measured. */
export async function runInTurns(
  { runs, signal }: BenchSite,
  programs: readonly Program[],
  { env, rows, serverCpuSeconds, warmUps = 1 }: Round,
): Promise<readonly (readonly Run[])[]> {
  const results: Run[][] = programs.map(() => []);
  for (let run = 1 - warmUps; run <= runs; run += 1) {
    for (const [index, program] of programs.entries()) {
      const serverBegan = serverCpuSeconds();
      const facts = await runProgram(program, env, signal);
      const server = (serverCpuSeconds() - serverBegan) / facts.seconds;
      const expected = program.rows ?? rows();
      if (facts.rows !== expected) throw new Error(`${program.name} had ${facts.rows} rows, not ${expected}.`);
      console.error(
        `${run > 0 ? `run ${run} of ${runs}` : 'warm-up'}: ${program.name}: ${facts.seconds.toFixed(2)} s ` +
          `(work ${facts.workSeconds.toFixed(2)}), CPU ${facts.cpuSeconds.toFixed(2)} s, ${facts.megabytes.toFixed(0)} MB; ` +
          `server: ${(100 * server).toFixed(0)}% of a core`,
      );
      if (run > 0) results[index].push(facts);
    }
  }
  return results;
}

async function runProgram(
  { file, env }: Program,
  shared: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Run> {
  const path = join(__dirname, 'programs', file);
  const [command, args] = file.endsWith('.py') ? [PEERS_PYTHON, ['-W', 'ignore', path]] : [process.execPath, [path]];
  const facts = await measureProcess(command, args, { ...shared, ...env }, signal);
  const printed = printedSchema.parse(JSON.parse(facts.output.trim().split('\n').at(-1) ?? ''));
  return { ...facts, rows: printed.rows, workSeconds: printed.seconds };
}

export interface Goals {
  readonly seconds?: Comparison['goal'];
  readonly megabytes?: Comparison['goal'];
}

/** Wall time, processor time and memory of whole processes. */
export function wholeProcesses(
  what: string,
  ours: readonly Run[],
  peer: { readonly name: string; readonly runs: readonly Run[] },
  goals: Goals,
): readonly Comparison[] {
  return [
    { what, unit: 's', ...sides(ours, peer, ({ seconds }) => seconds), goal: goals.seconds },
    { what: `${what}: CPU time`, unit: 's', ...sides(ours, peer, ({ cpuSeconds }) => cpuSeconds) },
    {
      what: `${what}: most memory`,
      unit: 'MB',
      ...sides(ours, peer, ({ megabytes }) => megabytes),
      goal: goals.megabytes,
    },
  ];
}

/** One figure of both sides. */
export function sides(
  ours: readonly Run[],
  { name, runs }: { readonly name: string; readonly runs: readonly Run[] },
  figure: (run: Run) => number,
): Required<Pick<Comparison, 'ours' | 'peer'>> {
  return { ours: ours.map(figure), peer: { name, values: runs.map(figure) } };
}
