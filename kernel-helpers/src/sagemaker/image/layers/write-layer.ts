import { posix } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Gzip } from 'fflate';
import type * as Tar from 'tar';
import { InternalError } from '../../../errors';
import { digestOf } from '../registry/digest';

/** A file of a layer. It belongs to root, and its time is the epoch. */
export interface LayerFile {
  /** From the image's root, without a slash before it: `opt/program/dist/main.js`. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable?: boolean;
}

/** A layer as registries hold it: a tar archive, compressed by gzip. */
export interface Layer {
  readonly title: string;
  /** Digest of the compressed archive. */
  readonly digest: string;
  /** Digest of the archive itself. */
  readonly diffId: string;
  /** Bytes of the compressed archive. */
  readonly size: number;
  readonly content: Uint8Array;
}

/** Raise it when layers or the configuration are written otherwise: then every image gets another tag. */
export const LAYER_FORM = 1;

const BLOCK_BYTES = 512;
/** Between two of them the cell can be interrupted. */
const STEP_BYTES = 1024 * 1024;
const COMPRESSION_LEVEL = 6;

/**
 * Writes a layer whose bytes depend on its files alone. It is compressed in JavaScript: the zlib of Node.js gives other
 * bytes in other versions and on other processors.
 */
export async function writeLayer(title: string, files: readonly LayerFile[], signal: AbortSignal): Promise<Layer> {
  const archive = tarOf(files);
  const content = await compress(archive, signal);
  return { title, digest: digestOf(content), diffId: digestOf(archive), size: content.length, content };
}

function tarOf(files: readonly LayerFile[]): Buffer {
  const folders = new Set(files.flatMap(({ path }) => foldersAbove(path)));
  const entries = [
    ...[...folders].map((path) => ({
      path: `${path}/`,
      mode: 0o755,
      type: 'Directory' as const,
      content: Buffer.alloc(0),
    })),
    ...files.map(({ path, content, isExecutable = false }) => ({
      path,
      mode: isExecutable ? 0o755 : 0o644,
      type: 'File' as const,
      content,
    })),
  ].sort((one, other) => (one.path < other.path ? -1 : 1));
  const blocks = entries.flatMap(({ content, ...entry }) => [
    header(entry, content.length),
    content,
    padding(content.length),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK_BYTES)]);
}

function header(
  { path, mode, type }: { path: string; mode: number; type: 'File' | 'Directory' },
  size: number,
): Buffer {
  const { Header } = require('tar') as typeof Tar;
  const block = Buffer.alloc(BLOCK_BYTES);
  const needsMore = new Header({ path, mode, type, size, uid: 0, gid: 0, mtime: new Date(0) }).encode(block, 0);
  if (needsMore) throw new InternalError(`The path ${path} is too long for a layer of the training image.`);
  return block;
}

function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
}

function foldersAbove(path: string): readonly string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? [] : [...foldersAbove(folder), folder];
}

async function compress(archive: Buffer, signal: AbortSignal): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const gzip = new Gzip({ level: COMPRESSION_LEVEL, mtime: 0 }, (part) => parts.push(part));
  for (let from = 0; from < archive.length; from += STEP_BYTES) {
    await nextTurn();
    signal.throwIfAborted();
    gzip.push(archive.subarray(from, from + STEP_BYTES), from + STEP_BYTES >= archive.length);
  }
  return Buffer.concat(parts);
}
