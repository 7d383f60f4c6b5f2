import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { errorCode } from '../error-code';
import { messageOf, PlatformError, UserError } from '../errors';
import { nearestName } from '../nearest-name';
import { fetchWithProxy } from '../network/fetch';
import { whyUnreachable } from '../network/why-unreachable';
import type { Table } from '../table/columnar-table';

/** So many bytes are read at a time. */
export const BYTES_PER_READ = 4 * 1024 * 1024;
/** Every gzip file begins with these (RFC 1952, "Member header and trailer"). */
const GZIP = Buffer.from([0x1f, 0x8b]);

/** The bytes of a file or of a page of the web, as often as they are asked for. */
export interface ByteSource {
  /** As messages name it. */
  readonly name: string;
  /** The file on this machine. */
  readonly path: string;
  /** Bytes of the file as it lies there. */
  readonly size: number;
  /** The bytes in their order, unpacked if the file is packed by gzip. `onRead` hears how many of `size` are read. */
  bytes(onRead?: (bytes: number) => void): AsyncIterable<Buffer>;
  /** Removes what was downloaded. Calling it twice is fine. */
  close(): Promise<void>;
}

/** Finds a file, or downloads what an `https:` or `http:` address gives to a temporary file. */
export async function openSource(place: string | URL, signal: AbortSignal): Promise<ByteSource> {
  const address = webAddress(place);
  if (address === undefined)
    return await fileSource(pathOf(place), basename(pathOf(place)), signal, async () => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'kernel-helpers-download-'));
  const close = async (): Promise<void> => await rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'file');
    await download(address, path, signal);
    return await fileSource(path, address.href, signal, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Reads rows. */
export interface RowReader {
  read(): Promise<Table>;
  batches(): AsyncIterable<Table>;
}

/** Reads the rows of a place: it is opened when rows are asked for, and closed when they are read. */
export function readPlace(
  place: string | URL,
  signal: AbortSignal,
  open: (source: ByteSource) => RowReader | Promise<RowReader>,
): RowReader {
  return {
    read: async () => {
      const source = await openSource(place, signal);
      try {
        return await (await open(source)).read();
      } finally {
        await source.close();
      }
    },
    batches: async function* () {
      const source = await openSource(place, signal);
      try {
        yield* (await open(source)).batches();
      } finally {
        await source.close();
      }
    },
  };
}

/** How much of a file is read, for a line of progress. */
export function partRead({ size }: ByteSource, bytes: number): string {
  return `${Math.floor((100 * bytes) / size)}% of ${(size / 1e6).toFixed(1)} MB`;
}

async function fileSource(
  path: string,
  name: string,
  signal: AbortSignal,
  close: () => Promise<void>,
): Promise<ByteSource> {
  const facts = await stat(path).catch(async (error: unknown) => {
    throw await unreadable(path, error);
  });
  if (!facts.isFile())
    throw new UserError(`${path} is not a file${facts.isDirectory() ? ' but a folder' : ''}. Name a file.`);
  return { name, path, size: facts.size, bytes: (onRead) => fileBytes(path, signal, onRead), close };
}

async function* fileBytes(
  path: string,
  signal: AbortSignal,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: BYTES_PER_READ, signal });
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      yield chunk;
      onRead(file.bytesRead);
    }
  };
  try {
    const chunks = counted();
    const first = await chunks.next();
    if (first.done === true) return;
    const all = restored(first.value, chunks);
    if (first.value.subarray(0, GZIP.length).equals(GZIP)) yield* unpacked(path, all, signal);
    else yield* all;
  } catch (error) {
    signal.throwIfAborted();
    throw await unreadable(path, error);
  } finally {
    file.destroy();
  }
}

async function* restored(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* unpacked(path: string, packed: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: BYTES_PER_READ });
  const fed = pipeline(Readable.from(packed), gunzip, { signal });
  // The loop below hears of the same failure.
  fed.catch(() => undefined);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
    await fed;
  } catch (error) {
    signal.throwIfAborted();
    if (errorCode(error)?.startsWith('Z_') !== true) throw error;
    throw new UserError(`${path} begins like a gzip file, but it is damaged or not complete (${messageOf(error)}).`, {
      cause: error,
    });
  }
}

async function download(address: URL, path: string, signal: AbortSignal): Promise<void> {
  const answer = await fetchWithProxy(address, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new PlatformError(whyUnreachable(address, error), { cause: error, reason: 'unreachable' });
  });
  if (!answer.ok || answer.body === null) {
    throw new PlatformError(`${address.href} answered HTTP ${answer.status}. Open it in a browser to see why.`);
  }
  const reader = answer.body.getReader();
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  };
  await pipeline(pieces(), createWriteStream(path, { mode: 0o600 }), { signal });
}

function webAddress(place: string | URL): URL | undefined {
  if (place instanceof URL) return place.protocol === 'file:' ? undefined : checked(place);
  if (typeof place !== 'string' || place === '') {
    throw new UserError("Name a file by its path, such as 'houses.csv', or by an address that begins with https://.");
  }
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(place) && !/^file:/i.test(place) ? checked(new URL(place)) : undefined;
}

function checked(address: URL): URL {
  if (address.protocol === 'https:' || address.protocol === 'http:') return address;
  throw new UserError(
    `${address.protocol}// addresses cannot be read: name a file of this machine, or an address that begins with https://.`,
  );
}

/** The path of a file on this machine. */
export function pathOf(place: string | URL): string {
  return place instanceof URL || /^file:/i.test(place) ? fileURLToPath(place) : place;
}

async function unreadable(path: string, error: unknown): Promise<unknown> {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const names = await readdir(dirname(path)).catch(() => undefined);
    const nearest = names === undefined ? undefined : nearestName(basename(path), names);
    const advice =
      names === undefined
        ? `There is no folder ${dirname(path)}; paths begin in ${process.cwd()}.`
        : nearest === undefined
          ? `Paths begin in ${process.cwd()}.`
          : `Did you mean ${join(dirname(path), nearest)}?`;
    return new UserError(`There is no file ${path}.`, { cause: error, reason: 'not-found', advice });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new UserError(`${path} cannot be read: its permissions do not let you (${code}).`, {
      cause: error,
      reason: 'not-authorised',
    });
  }
  return error;
}
