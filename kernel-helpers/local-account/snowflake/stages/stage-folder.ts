import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { RE2JS } from 're2js';
import type { Catalog } from '../catalog/catalog';
import { requireStage, requireTable } from '../session/resolve-names';
import type { Session } from '../session/session';
import type { StageLocation } from '../sql/statement';

/** A file on a stage. */
export interface StagedFile {
  /** Path below the stage, with slashes. */
  readonly path: string;
  /** Path as Snowflake prints it: the stage's name in lower case and the path. */
  readonly printedPath: string;
  readonly file: string;
  readonly bytes: number;
  readonly modifiedOn: Date;
}

/** The folder of temporary stages. The next start removes what a crash left in it. */
export const TEMPORARY_STAGES = 'temporary';

/** The account and the session that own the stages. */
interface StageOwner {
  readonly account: { readonly stagesDirectory: string; readonly catalog: Catalog };
  readonly session: Session;
}

interface StageRoot {
  readonly directory: string;
  readonly printedName: string;
}

/** Where a stage's files are: in a named stage's random folder, in the user's (`@~`), or in a table's (`@%t`). */
export async function stageRoot(
  { account, session }: StageOwner,
  location: StageLocation,
  action: string,
): Promise<StageRoot> {
  const root = findRoot();
  const directory = join(account.stagesDirectory, root.folder);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return { directory, printedName: root.printedName };

  function findRoot(): { readonly folder: string; readonly printedName: string } {
    switch (location.of) {
      case 'user':
        return { folder: folderOf('user', session.user), printedName: '' };
      case 'table': {
        const table = requireTable(session, account.catalog, location.name, action);
        return { folder: folderOf('table', table.physical.schema, table.physical.table), printedName: '' };
      }
      case 'stage': {
        const stage = requireStage(session, account.catalog, location.name, action);
        return { folder: stage.folder, printedName: `${stage.name.toLowerCase()}/` };
      }
    }
  }
}

function folderOf(...names: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32);
}

/** The files at a location, by name: the file of exactly that name, or all below it. `pattern` is for printed paths. */
export async function listStage(
  owner: StageOwner,
  location: StageLocation,
  pattern: string | null,
  action: string,
): Promise<readonly StagedFile[]> {
  const { directory, printedName } = await stageRoot(owner, location, action);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  // RE2 takes time in proportion to the path, whatever the pattern.
  const compiled = pattern === null ? null : RE2JS.compile(pattern);
  const matches = (path: string) => compiled === null || compiled.matches(path);
  const files: StagedFile[] = [];
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = pathBelow(directory, entry);
    if (!path.startsWith(location.path) || !matches(printedName + path)) continue;
    const file = join(directory, path);
    const { size, mtime } = await stat(file);
    files.push({ path, printedPath: printedName + path, file, bytes: size, modifiedOn: mtime });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function pathBelow(directory: string, entry: Dirent): string {
  return relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/');
}

const PIECE_BYTES = 1024 * 1024;

/** MD5 of a file's bytes: LIST prints it, and COPY recognises a loaded file by it. */
export async function fileDigest(file: string): Promise<string> {
  const hash = createHash('md5');
  for await (const piece of createReadStream(file, { highWaterMark: PIECE_BYTES })) hash.update(piece);
  return hash.digest('hex');
}
