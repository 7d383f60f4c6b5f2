import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

/** What a front end needs to know to compute the path of a cell from its code, as JupyterLab does. */
export const CODE_PATHS = {
  hashMethod: 'Murmur2',
  /** The seed that ipykernel uses. */
  hashSeed: 0xc70f6907,
  /** Another kernel has other paths, so that its cells are not taken for this kernel's. No such file is written. */
  tmpFilePrefix: `${join(tmpdir(), `tslab_${process.pid}`)}${sep}`,
  tmpFileSuffix: '.ts',
} as const;

/** The path by which a front end knows a cell with this code. */
export function codePath(code: string): string {
  return `${CODE_PATHS.tmpFilePrefix}${murmur2(Buffer.from(code), CODE_PATHS.hashSeed)}${CODE_PATHS.tmpFileSuffix}`;
}

const MULTIPLIER = 0x5bd1e995;

/** MurmurHash2 of 32 bits: https://github.com/aappleby/smhasher/blob/master/src/MurmurHash2.cpp */
function murmur2(data: Buffer, seed: number): number {
  const rest = data.length % 4;
  const end = data.length - rest;
  let hash = seed ^ data.length;
  for (let at = 0; at < end; at += 4) {
    const word = Math.imul(data.readInt32LE(at), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word ^ (word >>> 24), MULTIPLIER);
  }
  if (rest > 0) hash = Math.imul(hash ^ data.readUIntLE(end, rest), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return (hash ^ (hash >>> 15)) >>> 0;
}
