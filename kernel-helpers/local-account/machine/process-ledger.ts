import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from 'kernel-helpers/parse-json';
import { z } from 'zod';
import { makePrivateFolder, writeJsonFile } from './private-files';
import { identifyProcess, signalProcess } from './process-identity';

const entrySchema = z.object({ pid: z.number(), startTime: z.string(), title: z.string() });

/** Every process that the account started, in a file each, so that those of a killed account can be ended later. */
export class ProcessLedger {
  constructor(private readonly directory: string) {
    makePrivateFolder(directory);
  }

  /** Notes a process. The caller calls the returned function when the process has ended, to remove the note. */
  record(pid: number, title: string): () => void {
    const identity = identifyProcess(pid);
    if (identity === undefined) return () => undefined;
    const path = join(this.directory, `${pid}.json`);
    writeJsonFile(path, { ...identity, title });
    return () => rmSync(path, { force: true });
  }

  /** Kills the noted processes that still run, with all that they started, and returns their titles. */
  endLeftovers(): string[] {
    return readdirSync(this.directory).flatMap((file) => {
      const path = join(this.directory, file);
      const entry = entrySchema.safeParse(parseJson(readFileSync(path, 'utf8')));
      const ended = entry.success && signalProcess(entry.data, 'SIGKILL', 'group') ? [entry.data.title] : [];
      rmSync(path, { force: true });
      return ended;
    });
  }
}
