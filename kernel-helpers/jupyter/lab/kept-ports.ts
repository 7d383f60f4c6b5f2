import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from 'kernel-helpers/error-code';
import { findFreePort, isFree } from 'local-account/dist/machine/ports';
import { z } from 'zod';
import { jupyterFolder } from '../jupyter-environment';

const MOST_KEPT = 5;

const port = z.coerce.number().int().min(1).max(65_535);

/** The latest port of an earlier start that is free, so that a tab that is still open connects again; else a new one. */
export async function portForNextStart(root: string): Promise<number> {
  for (const kept of keptPorts(root)) if (await isFree(kept)) return kept;
  return findFreePort();
}

/** Notes the port of this start for the next ones. Others are kept, because two starts can run side by side. */
export function keepPort(root: string, port: number): void {
  const ports = [port, ...keptPorts(root).filter((kept) => kept !== port)].slice(0, MOST_KEPT);
  mkdirSync(dirname(fileOf(root)), { recursive: true });
  writeFileSync(fileOf(root), ports.map((kept) => `${kept}\n`).join(''));
}

/** The ports of earlier starts, latest first. */
export function keptPorts(root: string): readonly number[] {
  const lines = readIfThere(fileOf(root)).split('\n');
  return lines.flatMap((line) => port.safeParse(line).data ?? []);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

/** One port on each line. */
function fileOf(root: string): string {
  return join(jupyterFolder(root), 'port');
}
