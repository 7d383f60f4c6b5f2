import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { messageOf } from '../../errors';
import { type DeclaredHyperparameters, parseDeclaredHyperparameters } from '../../training-contract/index';
import { containerDirectory } from '../container-package';
import type { PackedSource } from './pack-source';

/** A script only defines its training while it is loaded. One that works for longer is not waited for. */
const LOAD_SECONDS = 10;

/** Loads the script and writes its declaration as JSON to file descriptor 3, because the script may print. */
const READER = `
const script = require(process.argv[1]);
require('node:fs').writeSync(3, JSON.stringify(script.default?.hyperparameters ?? {}));
process.exit(0);
`;

/**
 * The hyperparameters that a training script declares, read by loading it in a process of its own, as a host will.
 * @throws Error where it cannot be loaded here, or takes too long; a UserError where its declaration is wrong.
 */
export async function readDeclaration({ program, code }: PackedSource): Promise<DeclaredHyperparameters> {
  const folder = await mkdtemp(join(tmpdir(), 'training-script-'));
  try {
    const path = join(folder, program);
    await writeFile(path, code);
    await mkdir(join(folder, 'node_modules'));
    await symlink(containerDirectory(), join(folder, 'node_modules/container'), 'dir');
    return parseDeclaredHyperparameters(JSON.parse(await load(path)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function load(path: string): Promise<string> {
  const signal = AbortSignal.timeout(LOAD_SECONDS * 1000);
  const child = spawn(process.execPath, ['-e', READER, path], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [, , stderr, declaration] = child.stdio;
  const [exitCode, errors, json] = await Promise.all([ended, readAll(stderr), readAll(declaration)]).catch(
    (cause: unknown) => {
      throw signal.aborted
        ? new Error(`it was not loaded within ${LOAD_SECONDS} seconds`, { cause })
        : new Error(messageOf(cause), { cause });
    },
  );
  if (exitCode === 0 && json !== '') return json;
  throw new Error(/^\w*Error.*$/m.exec(errors)?.[0] ?? `its process ended with exit code ${exitCode}`);
}

async function readAll(stream: unknown): Promise<string> {
  return stream instanceof Readable ? await text(stream) : '';
}
