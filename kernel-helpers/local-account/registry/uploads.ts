import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makePrivateFolder } from '../machine/private-files';
import { RegistryError } from './registry-error';

/** A blob that is being sent: its bytes so far, in a file. */
interface Upload {
  readonly repository: string;
  readonly file: string;
  readonly hash: ReturnType<typeof createHash>;
  /** Bytes. */
  size: number;
}

/** The blobs that are being sent. They end with the account: a client then begins anew. */
export class Uploads {
  private readonly uploads = new Map<string, Upload>();

  constructor(private readonly directory: string) {
    rmSync(directory, { recursive: true, force: true });
    makePrivateFolder(directory);
  }

  begin(repository: string): string {
    const id = randomUUID();
    this.uploads.set(id, { repository, file: join(this.directory, id), hash: createHash('sha256'), size: 0 });
    return id;
  }

  /** How many bytes have come. */
  sizeOf(repository: string, id: string): number {
    return this.find(repository, id).size;
  }

  /**
   * Adds bytes to an upload.
   * @param range the request's `Content-Range`, such as `0-1023`; it has to go on where the upload is.
   */
  async append(repository: string, id: string, bytes: Readable, range: string | undefined): Promise<number> {
    const upload = this.find(repository, id);
    const [, start] = /^(?:bytes[ =])?(\d+)-/.exec(range ?? '') ?? [];
    if (start !== undefined && Number(start) !== upload.size) {
      throw new RegistryError(416, 'BLOB_UPLOAD_INVALID', `The upload is at byte ${upload.size}, not at ${start}.`, {
        range: rangeOf(upload.size),
      });
    }
    try {
      await pipeline(bytes, counted(upload), createWriteStream(upload.file, { flags: 'a', mode: 0o600 }));
    } catch (error) {
      // Which of the bytes have been written is not known, so the client has to begin anew.
      await this.cancel(repository, id);
      throw error;
    }
    return upload.size;
  }

  /** Ends an upload, and hands over its file: `keep` moves it. Throws DIGEST_INVALID when the bytes are not the digest's. */
  async finish(repository: string, id: string, digest: string, keep: (file: string) => Promise<void>): Promise<void> {
    const { file, hash } = this.find(repository, id);
    const found = `sha256:${hash.copy().digest('hex')}`;
    if (found !== digest) {
      await this.cancel(repository, id);
      throw new RegistryError(400, 'DIGEST_INVALID', `The bytes that came have the digest ${found}, not ${digest}.`);
    }
    await keep(file);
    this.uploads.delete(id);
  }

  async cancel(repository: string, id: string): Promise<void> {
    const { file } = this.find(repository, id);
    this.uploads.delete(id);
    await rm(file, { force: true });
  }

  private find(repository: string, id: string): Upload {
    const upload = this.uploads.get(id);
    if (upload?.repository === repository) return upload;
    throw new RegistryError(404, 'BLOB_UPLOAD_UNKNOWN', 'There is no such upload. Begin it again.');
  }
}

/** The bytes that an upload has, as the API writes it: the last byte is a part of the range. */
export function rangeOf(size: number): string {
  return `0-${Math.max(size - 1, 0)}`;
}

function counted(upload: Upload) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of chunks) {
      upload.hash.update(chunk);
      upload.size += chunk.length;
      yield chunk;
    }
  };
}
