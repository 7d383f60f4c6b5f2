import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  /** Removes the folder with all that is in it. Twice is fine. */
  close(): void;
}

/** A new empty folder outside the clone. Whoever makes it closes it, usually in `afterAll`. */
export function makeTemporaryFolder(purpose: string): TemporaryFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `${purpose}-`)));
  return { path, close: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}
