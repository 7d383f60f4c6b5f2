import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  /** Removes the folder with its whole content. Calling it twice is fine. */
  close(): void;
}

/** A new empty folder, by default outside the clone. The caller closes it, usually in `afterAll`. */
export function makeTemporaryFolder(purpose: string, inside = tmpdir()): TemporaryFolder {
  mkdirSync(inside, { recursive: true });
  const path = realpathSync(mkdtempSync(join(inside, `${purpose}-`)));
  // A program that ends may still write for a few seconds, such as the clean-up that Podman starts by itself.
  return { path, close: () => rmSync(path, { recursive: true, force: true, maxRetries: 10 }) };
}
