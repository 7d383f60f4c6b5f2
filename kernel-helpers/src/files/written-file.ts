import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { errorCode } from '../error-code';
import { PlatformError, UserError } from '../errors';
import { INSPECT } from '../mime';

export interface WriteFileOptions {
  /** Stops the work when it fires. @default the running cell's interrupt */
  readonly signal?: AbortSignal;
}

/** A file that was written. */
export class WrittenFile {
  constructor(
    readonly path: string,
    readonly rows: number,
    readonly bytes: number,
  ) {}

  toString(): string {
    const rows = `${this.rows.toLocaleString('en-US')} ${this.rows === 1 ? 'row' : 'rows'}`;
    return `${this.path}: ${rows}, ${this.bytes.toLocaleString('en-US')} bytes`;
  }

  [INSPECT](): string {
    return this.toString();
  }
}

/**
 * Writes a file in whole or not at all: it gets its name only when it is complete, in place of a file of that name, and
 * an error or an abort leaves nothing. A name that ends in .gz is packed by gzip.
 */
export async function writeWhole(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<number> {
  // A link goes on pointing to its file.
  const target = await realpath(path).catch(() => path);
  const partial = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`);
  const file = await create(partial, path);
  try {
    await send(file, path.endsWith('.gz') ? gzipped(pieces, signal) : pieces, signal);
    const { size, mode } = await file.stat();
    const old = await stat(target).catch(() => undefined);
    if (old !== undefined && (old.mode & 0o777) !== (mode & 0o777)) await file.chmod(old.mode & 0o777);
    await file.close();
    await rename(partial, target);
    return size;
  } catch (error) {
    await file.close();
    await rm(partial, { force: true });
    signal.throwIfAborted();
    throw explained(path, error);
  }
}

async function send(file: FileHandle, pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
  }
  signal.throwIfAborted();
}

async function* gzipped(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const gzip = createGzip();
  const fed = pipeline(Readable.from(pieces, { objectMode: false }), gzip, { signal });
  // The loop hears of the same failure.
  fed.catch(() => undefined);
  yield* gzip as AsyncIterable<Buffer>;
  await fed;
}

async function create(partial: string, path: string): Promise<FileHandle> {
  try {
    return await open(partial, 'wx');
  } catch (error) {
    throw explained(path, error);
  }
}

function explained(path: string, error: unknown): unknown {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new UserError(`${path} cannot be written: there is no folder ${dirname(path)}. Make it first.`, {
        cause: error,
        reason: 'not-found',
      });
    case 'EISDIR':
      return new UserError(`${path} cannot be written: it is a folder. Name a file in it.`, { cause: error });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UserError(`${path} cannot be written: you may not write into ${dirname(path)}.`, {
        cause: error,
        reason: 'not-authorised',
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return new PlatformError(`${path} cannot be written: the disk is full. Make room, and write it again.`, {
        cause: error,
      });
    default:
      return error;
  }
}
