import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from 'kernel-helpers/error-code';
import { z } from 'zod';
import { jupyterFolder } from '../jupyter-environment';

const port = z.coerce.number().int().min(1).max(65_535);

/** The port of the last start; undefined if there was none. */
export function lastPort(root: string): number | undefined {
  try {
    return port.safeParse(readFileSync(fileOf(root), 'utf8')).data;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Notes the port of this start for the next one. */
export function keepPort(root: string, port: string): void {
  mkdirSync(dirname(fileOf(root)), { recursive: true });
  writeFileSync(fileOf(root), port);
}

function fileOf(root: string): string {
  return join(jupyterFolder(root), 'port');
}
