import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { LOCAL_HOST_ENVIRONMENT } from '../../../kernel-helpers/dist/training-contract/index';
import { bytesOf, makeUpRows } from '../../gpu/made-up-rows';
import { trainWithBindings } from '../../gpu/train-with-bindings';
import { PEERS_PYTHON, ROOT } from '../../support/clone';
import { runToSuccess } from '../../support/run-process';
import type { BenchSite } from './bench-site';
import type { Comparison } from './comparison';

const ROWS = 2_000_000;
const COLUMNS = 20;
const ROUNDS = 50;
const RUNS = 3;
const PEER_WITHIN_SECONDS = 400;

const peerSchema = z.object({ seconds: z.number(), rmse: z.number() });

/** Matrix, rounds and the error after each round, without reading: our bindings and Python's package on the same rows. */
export async function measureTraining({ library, folder }: BenchSite): Promise<readonly Comparison[]> {
  process.env[LOCAL_HOST_ENVIRONMENT.xgboostLibrary] = library;
  const rows = makeUpRows(ROWS, COLUMNS);
  const rowsFile = join(folder, 'rows.f4');
  for (const bytes of bytesOf(rows)) writeFileSync(rowsFile, bytes, { flag: 'a' });
  const order = { device: 'cpu', rounds: ROUNDS, threads: availableParallelism() } as const;
  const contributionsFile = join(folder, 'contributions.f4');
  const peerOrder = { ...order, rowsFile, columns: COLUMNS, explainedRows: 1, contributionsFile };
  const peer = join(ROOT, 'test/gpu/train_in_python.py');
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const own = await trainWithBindings(rows, order);
    const printed = await runToSuccess(PEERS_PYTHON, [peer, JSON.stringify(peerOrder)], {
      deadlineSeconds: PEER_WITHIN_SECONDS,
    });
    const other = peerSchema.parse(JSON.parse(printed));
    if (own.rmse !== other.rmse) throw new Error(`The errors differ: ${own.rmse} and ${other.rmse} in Python.`);
    ours.push(own.seconds);
    theirs.push(other.seconds);
  }
  const what = `${ROWS / 1e6}M × ${COLUMNS}, ${ROUNDS} rounds, training only`;
  return [{ what, unit: 's', ours, peer: { name: 'Python xgboost', values: theirs }, goal: { atMost: 1.05 } }];
}
