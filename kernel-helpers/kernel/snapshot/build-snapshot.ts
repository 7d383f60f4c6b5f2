import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KERNEL_NODE_OPTIONS, SNAPSHOT_NODE_OPTIONS, TRY_START } from '../node-options';
import { bundleEntry } from './bundle-entry';
import { DIST } from './snapshot-contents';
import { removeOutdated, snapshotFile } from './snapshot-file';

const MAIN = join(DIST, 'main.js');
/** Building a snapshot takes three seconds, and a kernel's start half a second; a busy machine takes longer. */
const PATIENCE_MS = 60_000;

/**
 * Builds the V8 start-up snapshot of the kernel, or finds it built already. Takes about four seconds and 50 MB.
 * It fits only this build of Node.js and these packages, so its name is made from both.
 * Rejects when Node.js cannot build snapshots here, or cannot start from them.
 */
export async function buildSnapshot(): Promise<string> {
  const blob = snapshotFile();
  if (existsSync(blob)) return blob;
  const directory = dirname(blob);
  await mkdir(directory, { recursive: true });
  const bundle = join(directory, `${process.pid}.js`);
  const unfinished = join(directory, `${process.pid}.blob`);
  const said = join(directory, `${process.pid}.log`);
  try {
    await bundleEntry(bundle);
    await runNode([...SNAPSHOT_NODE_OPTIONS, '--snapshot-blob', unfinished, '--build-snapshot', bundle], said);
    // Some builds of Node.js cannot start from their own snapshots, or not with threads, all modules or interrupts.
    await runNode([...KERNEL_NODE_OPTIONS, '--snapshot-blob', unfinished, MAIN, TRY_START], said);
    await rename(unfinished, blob);
    await removeOutdated(blob);
  } finally {
    await Promise.all([bundle, unfinished, said].map((file) => rm(file, { force: true })));
  }
  return blob;
}

/**
 * Runs Node.js with a file for its output. Pipes would do harm: Node.js 22 and 24 keep them in the snapshot,
 * and abort when a worker thread of a kernel that started from it loads `node:child_process`.
 */
async function runNode(parameters: readonly string[], said: string): Promise<void> {
  const output = await open(said, 'w');
  try {
    const child = spawn(process.execPath, parameters, {
      cwd: DIST,
      env: withoutNodeOptions(),
      stdio: ['ignore', output.fd, output.fd],
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    const [exitCode, signal] = await once(child, 'exit');
    if (exitCode === 0) return;
    const text = await readFile(said, 'utf8');
    throw new Error(`Node.js ended with ${exitCode ?? signal} after it had said:\n${withoutLongLines(text)}`);
  } finally {
    await output.close();
  }
}

/** Node.js shows the line of the source at which an error was thrown; a line of a bundle has thousands of characters. */
function withoutLongLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.length < 400)
    .join('\n');
}

/** A snapshot starts only with the options of V8 with which it was built; NODE_OPTIONS may hold others. */
function withoutNodeOptions(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _left, ...env } = process.env;
  return env;
}
