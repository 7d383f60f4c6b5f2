import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeJsonFile } from 'local-account/dist/machine/private-files';
import {
  identifyProcess,
  isAlive,
  type ProcessIdentity,
  signalProcess,
} from 'local-account/dist/machine/process-identity';
import { z } from 'zod';
import { jupyterFolder } from '../jupyter-environment';

const identity = z.object({ pid: z.number(), startTime: z.string() });
const recordSchema = z.object({ launcher: identity, server: identity.optional(), ownsAccount: z.boolean() });
type StartedRecord = z.infer<typeof recordSchema>;

/** A file that notes what one `npm start` runs. If that start is killed, the next one ends what it left running. */
export class Started {
  private record: StartedRecord;
  private readonly path: string;

  private constructor(folder: string, launcher: ProcessIdentity) {
    this.path = join(folder, `${launcher.pid}.json`);
    this.record = { launcher, ownsAccount: false };
  }

  /** Begins a record of this process. Undefined where the system cannot identify a process. */
  static begin(root: string): Started | undefined {
    const self = identifyProcess(process.pid);
    return self === undefined ? undefined : new Started(folderOf(root), self);
  }

  noteServer(pid: number): void {
    this.note({ server: identifyProcess(pid) });
  }

  noteOwnAccount(): void {
    this.note({ ownsAccount: true });
  }

  end(): void {
    rmSync(this.path, { force: true });
  }

  private note(change: Partial<StartedRecord>): void {
    this.record = { ...this.record, ...change };
    writeJsonFile(this.path, this.record);
  }
}

/**
 * Ends the JupyterLabs of starts that were killed, but never another process that has got the same number since.
 * Returns whether one of these starts had started the local account: the next start then has to end it.
 */
export function endLeftovers(root: string, say: (line: string) => void): { readonly leftAccount: boolean } {
  const folder = folderOf(root);
  let leftAccount = false;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const record = readRecord(path);
    if (record !== undefined && isAlive(record.launcher)) continue;
    if (record?.server !== undefined && signalProcess(record.server, 'SIGKILL', 'group'))
      say('Ended the JupyterLab that a killed `npm start` had left running.');
    leftAccount ||= record?.ownsAccount === true;
    rmSync(path, { force: true });
  }
  return { leftAccount };
}

function folderOf(root: string): string {
  const folder = join(jupyterFolder(root), 'started');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Undefined for a file that is incomplete. */
function readRecord(path: string): StartedRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
