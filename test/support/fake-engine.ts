import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Puts a program of that name into a folder of the PATH, in place of a container engine. */
export function installEngine(folder: string, name: string, shellScript: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${shellScript}\n`);
  chmodSync(path, 0o755);
}
