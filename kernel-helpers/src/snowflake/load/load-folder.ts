import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../../error-code';

/** A machine may share its folder for temporary files with others, whose processes it does not know. */
const prefix = (): string => `kernel-helpers-load-${hostname()}-`;

/** Makes a folder, and deletes it when the task ends, also after an error. What killed loads have left is deleted too. */
export async function withTemporaryFolder<Result>(task: (folder: string) => Promise<Result>): Promise<Result> {
  await removeLeftFolders();
  const folder = await mkdtemp(join(tmpdir(), `${prefix()}${process.pid}-`));
  try {
    return await task(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Deletes the folders of this user's processes that do not run any more. */
async function removeLeftFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix())) continue;
    const pid = Number.parseInt(name.slice(prefix().length), 10);
    const folder = join(tmpdir(), name);
    if (!Number.isNaN(pid) && !isRunning(pid) && (await isOwn(folder)))
      await rm(folder, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

async function isOwn(folder: string): Promise<boolean> {
  const uid = process.getuid?.();
  const owner = await stat(folder).then(
    (found) => found.uid,
    () => undefined,
  );
  return owner !== undefined && (uid === undefined || owner === uid);
}
