import { join } from 'node:path';
import { PEERS_PYTHON } from '../../support/clone';
import type { BenchSite } from './bench-site';
import type { Comparison } from './comparison';
import { measureProcess, type ProcessFacts } from './measured-process';

export interface TableToModel {
  readonly what: string;
  readonly table: string;
  readonly target: string;
  readonly rounds: number;
  readonly runs: number;
  readonly goals: { readonly seconds: Comparison['goal']; readonly megabytes: Comparison['goal'] };
}

const PEER = 'Python connector → pandas → xgboost';

/** Turns a table of the local account into a saved model, in turns by a host of a job and by Python. */
export async function compareTableToModel(
  site: BenchSite,
  { what, table, target, rounds, runs, goals }: TableToModel,
): Promise<readonly Comparison[]> {
  const ours: ProcessFacts[] = [];
  const theirs: ProcessFacts[] = [];
  const hyperparameters = { objective: 'reg:squarederror', num_round: String(rounds) };
  for (let run = 0; run < runs; run += 1) {
    ours.push(await site.trainOnHost({ table, target, hyperparameters }));
    theirs.push(await trainInPython(site, { table, target, rounds }));
  }
  const compare = (unit: 's' | 'MB', title: string, measured: (facts: ProcessFacts) => number): Comparison => ({
    what: title,
    unit,
    ours: ours.map(measured),
    peer: { name: PEER, values: theirs.map(measured) },
    goal: unit === 's' ? goals.seconds : goals.megabytes,
  });
  return [
    compare('s', what, ({ seconds }) => seconds),
    compare('MB', `${what}: peak memory`, ({ megabytes }) => megabytes),
  ];
}

function trainInPython(
  { account, folder }: BenchSite,
  { table, target, rounds }: Pick<TableToModel, 'table' | 'target' | 'rounds'>,
): Promise<ProcessFacts> {
  return measureProcess(PEERS_PYTHON, ['-W', 'ignore', join(__dirname, 'table_to_model.py')], {
    ...account.settings,
    HOME: folder,
    TABLE: table,
    TARGET: target,
    ROUNDS: String(rounds),
    MODEL_FILE: join(folder, 'python.ubj'),
  });
}
