import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Device } from '../../container/dist/training/choose-device';
import { runProcess } from '../support/run-process';
import { makeTemporaryFolder } from '../support/temporary-folder';
import { bytesOf, type MadeUpRows } from './made-up-rows';
import { contributions, trainWithBindings } from './train-with-bindings';

export interface Peer {
  /** A Python that finds the package xgboost of the same wheel as the library. */
  readonly python: string;
  /** The package's folder, where the Python does not find it by itself. */
  readonly pythonPath?: string;
  /** The file of the Python side. */
  readonly peer: string;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
  readonly rounds: number;
  readonly explainedRows: number;
}

export interface ComparedTraining {
  readonly rmse: number;
  readonly problems: readonly string[];
}

const peerSchema = z.object({
  seconds: z.number(),
  rmse: z.number(),
  modelSha256: z.string(),
  explainSeconds: z.number(),
});

const PEER_WITHIN_SECONDS = 200;
/** Contributions are sums of 32-bit numbers, which a GPU adds in an order of its own. */
const CONTRIBUTION_TOLERANCE = 1e-3;

/** Trains with our bindings, twice, and with Python; prints one line, and says what is not equal. */
export async function compareWithPython(
  rows: MadeUpRows,
  size: Size,
  device: Device,
  peer: Peer,
): Promise<ComparedTraining> {
  const folder = makeTemporaryFolder('check-gpu');
  const rowsFile = join(folder.path, 'rows.f4');
  const contributionsFile = join(folder.path, 'contributions.f4');
  const order = { device, rounds: size.rounds, threads: availableParallelism() };
  try {
    const first = await trainWithBindings(rows, order);
    const ours = await trainWithBindings(rows, order);
    const explainedColumns = rows.columns.map((column) => column.slice(0, size.explainedRows));
    const explained = contributions(ours.model, explainedColumns, device);
    for (const bytes of bytesOf(rows)) writeFileSync(rowsFile, bytes, { flag: 'a' });
    const { columns, explainedRows } = size;
    const theirs = await runPeer({ ...order, rowsFile, columns, explainedRows, contributionsFile }, peer);
    const apart = farthestApart(explained.values, contributionsFile);
    const what = `${size.rows.toLocaleString('en-US')} × ${columns}, ${size.rounds} rounds, ${device}`;
    console.log(
      [
        what,
        `ours ${seconds(ours)} (first ${seconds(first)})`,
        `Python ${seconds(theirs)}`,
        `rmse ${ours.rmse} : ${theirs.rmse}`,
        `model bytes ${ours.modelSha256 === theirs.modelSha256 ? 'the same' : 'differ'}`,
        `SHAP of ${explainedRows} rows: ours ${seconds(explained)}, Python ${seconds({ seconds: theirs.explainSeconds })}, at most ${apart} apart`,
      ].join(' | '),
    );
    return {
      rmse: ours.rmse,
      problems: [
        ...(ours.rmse === theirs.rmse ? [] : [`${what}: rmse ${ours.rmse}, and ${theirs.rmse} in Python`]),
        ...(ours.rmse === first.rmse ? [] : [`${what}: rmse ${first.rmse}, and ${ours.rmse} in the second run`]),
        ...(apart <= CONTRIBUTION_TOLERANCE ? [] : [`${what}: contributions ${apart} apart`]),
      ],
    };
  } finally {
    folder.close();
  }
}

async function runPeer(order: unknown, { python, pythonPath, peer }: Peer): Promise<z.infer<typeof peerSchema>> {
  const { exitCode, stdout, stderr } = await runProcess(python, ['-W', 'ignore', peer, JSON.stringify(order)], {
    env: { ...process.env, ...(pythonPath !== undefined && { PYTHONPATH: pythonPath }) },
    deadlineSeconds: PEER_WITHIN_SECONDS,
  });
  if (exitCode !== 0) throw new Error(`Python ended with ${exitCode}.\n${stdout}\n${stderr}`);
  return peerSchema.parse(JSON.parse(stdout));
}

function farthestApart(ours: Float32Array, file: string): number {
  const bytes = readFileSync(file);
  const theirs = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  if (theirs.length !== ours.length) return Number.POSITIVE_INFINITY;
  return ours.reduce((farthest, value, index) => Math.max(farthest, Math.abs(value - theirs[index])), 0);
}

function seconds(measured: { readonly seconds: number }): string {
  return `${measured.seconds.toFixed(3)} s`;
}
