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

/** What one `npm start` has running, noted in a file until it ends, so that the next one can end what a killed one left. */
export class Started {
  private record: StartedRecord;
  private readonly path: string;

  private constructor(folder: string, launcher: ProcessIdentity) {
    this.path = join(folder, `${launcher.pid}.json`);
    this.record = { launcher, ownsAccount: false };
  }

  /** Begins a record of this process. Undefined where the system does not tell who is who. */
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
 * Ends the JupyterLabs of starts that were killed; never another process that has got their number since.
 * Tells whether one of them had started the local account, which is the next start's to end then.
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

/** Undefined for a file that is being written or was left half written. */
function readRecord(path: string): StartedRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
