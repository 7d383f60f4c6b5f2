import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BodyTooLarge } from '../../read-body';
import type { Service } from './routes';

const GZIP_MAGIC = 0x1f8b;

/**
 * Takes a file that a driver uploads to a signed link, as Google's object store would (`uploadPath`). The answer to a
 * link without a file name is 400: the driver then asks for one link per file.
 */
export async function receiveUpload(
  { account, links }: Service,
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  const [, mode, path = ''] = /^\/uploads\/(exact|compressed)\/(.*)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const status = !links.isValid(url) ? 403 : path.endsWith('/') ? 400 : 200;
  const file = join(account.stagesDirectory, path);
  if (status !== 200) response.writeHead(status).end();
  else if (request.method === 'HEAD') response.writeHead((await isThere(file)) ? 200 : 404).end();
  else {
    await storeFile(request, file, mode === 'compressed');
    response.writeHead(200).end();
  }
}

/** One upload may take half of the space that is free when it begins, so that no upload fills the disk. */
const SHARE_OF_FREE_DISK = 0.5;

/** Passes bytes on, and fails when there are more than the limit. */
async function* withinFreeDisk(request: IncomingMessage, folder: string): AsyncGenerator<Uint8Array> {
  const { bavail, bsize } = await statfs(folder);
  const mostBytes = Math.floor(bavail * bsize * SHARE_OF_FREE_DISK);
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw new BodyTooLarge(mostBytes);
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > mostBytes) throw new BodyTooLarge(mostBytes);
    yield chunk;
  }
}

/** Removes the file when its upload was cut off. */
async function storeFile(request: IncomingMessage, file: string, mayBeCompressed: boolean): Promise<void> {
  const partial = `${file}.partial`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await pipeline(withinFreeDisk(request, dirname(file)), createWriteStream(partial, { mode: 0o600 }));
    const target = mayBeCompressed && !file.endsWith('.gz') && (await isGzip(partial)) ? `${file}.gz` : file;
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === GZIP_MAGIC;
  } finally {
    await handle.close();
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
