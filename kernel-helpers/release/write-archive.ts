import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Gzip } from 'fflate';
import { Header, Pax } from 'tar';
import type { ReleaseFile } from './release-file';

const BLOCK_BYTES = 512;
/** fflate takes twice as long when it gets many small pieces. */
const STEP_BYTES = 1024 * 1024;
/** The time that npm's own packages have. */
const TIME = new Date('1985-10-26T08:15:00.000Z');
const OWNER = { uid: 0, gid: 0 } as const;

/** From 0, which only stores, to 9. */
export type CompressionLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A file of the release. */
export interface WrittenFile {
  readonly bytes: number;
  /** Hex digits. */
  readonly sha256: string;
}

/**
 * Writes a `.tar.gz` whose bytes depend on its files alone. It is compressed in JavaScript: the zlib of Node.js gives
 * other bytes in other versions and on other processors.
 * @param files in the order in which they are unpacked
 */
export async function writeArchive(
  target: string,
  files: readonly ReleaseFile[],
  { level, signal }: { readonly level: CompressionLevel; readonly signal: AbortSignal },
): Promise<WrittenFile> {
  const unfinished = `${target}.part`;
  const output = createWriteStream(unfinished);
  const hash = createHash('sha256');
  let bytes = 0;
  let isFull = false;
  const gzip = new Gzip({ level, mtime: TIME }, (part) => {
    hash.update(part);
    bytes += part.length;
    isFull = !output.write(part);
  });
  try {
    for await (const step of inSteps(files)) {
      signal.throwIfAborted();
      gzip.push(step);
      if (isFull) await once(output, 'drain');
      isFull = false;
    }
    gzip.push(Buffer.alloc(2 * BLOCK_BYTES), true);
    output.end();
    await once(output, 'finish');
    await rename(unfinished, target);
  } finally {
    output.destroy();
    await rm(unfinished, { force: true });
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The archive before it is compressed, in pieces of a good size. */
async function* inSteps(files: readonly ReleaseFile[]): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for (const file of files) {
    const content = await file.read();
    for (const part of [headOf(file, content.length), content, Buffer.alloc(paddingOf(content.length))]) {
      parts.push(part);
      bytes += part.length;
    }
    if (bytes < STEP_BYTES) continue;
    const joined = Buffer.concat(parts);
    for (let from = 0; from < joined.length; from += STEP_BYTES) yield joined.subarray(from, from + STEP_BYTES);
    parts = [];
    bytes = 0;
  }
  yield Buffer.concat(parts);
}

/** What stands before the content: more than one block where the path is too long for the old format. */
function headOf({ path, isExecutable }: ReleaseFile, size: number): Buffer {
  const facts = { path, size, mode: isExecutable ? 0o755 : 0o644, mtime: TIME, ...OWNER };
  const header = new Header({ ...facts, type: 'File' });
  const block = Buffer.alloc(BLOCK_BYTES);
  if (!header.encode(block)) return block;
  return Buffer.concat([new Pax({ path, mode: facts.mode, mtime: TIME, ...OWNER }).encode(), block]);
}

function paddingOf(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}
