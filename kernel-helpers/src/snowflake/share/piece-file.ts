import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { messageOf, PlatformError } from '../../errors';
import type { ReadPiece } from '../result/read-pieces';

/** Where the bytes of a piece begin, and how many there are. */
interface Place {
  readonly start: number;
  readonly length: number;
}

/**
 * Pieces of a result in a local file, to be read as often as one wants. The file has no name from its first byte on: the
 * system deletes it when it is closed and when the process ends, whichever way. Only this process reads it, so the
 * columns lie in it as V8 writes typed arrays: their bytes as they are in memory.
 */
export class PieceFile {
  readonly #places: Place[] = [];
  #length = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly folder: string,
  ) {}

  /** @throws PlatformError where no file can be made in the folder. */
  static async create(folder: string): Promise<PieceFile> {
    const path = join(folder, `share-${randomUUID()}`);
    try {
      const file = await open(path, 'wx+', 0o600);
      await unlink(path);
      return new PieceFile(file, folder);
    } catch (cause) {
      throw unkept(cause, folder);
    }
  }

  /** Adds a piece behind those that are there. @throws PlatformError where the disk is full. */
  async add(piece: ReadPiece): Promise<void> {
    const bytes = serialize(piece);
    try {
      await this.file.writeFile(bytes);
    } catch (cause) {
      throw unkept(cause, this.folder);
    }
    this.#places.push({ start: this.#length, length: bytes.length });
    this.#length += bytes.length;
  }

  /** All pieces in the order in which they came; one is in memory at a time. */
  async *pieces(): AsyncGenerator<ReadPiece, void, undefined> {
    for (const place of this.#places) yield await this.#read(place);
  }

  /** Deletes the pieces. Calling it twice is fine. */
  async close(): Promise<void> {
    await this.file.close();
  }

  async #read({ start, length }: Place): Promise<ReadPiece> {
    const bytes = Buffer.alloc(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.file.read(bytes, done, length - done, start + done);
      if (bytesRead === 0) throw new PlatformError(`The rows in ${this.folder} ended early. Read the share again.`);
      done += bytesRead;
    }
    return deserialize(bytes);
  }
}

function unkept(cause: unknown, folder: string): PlatformError {
  return new PlatformError(`The rows of the share cannot be kept in ${folder}: ${messageOf(cause)}.`, {
    cause,
    advice: 'Make room there, or name another folder: share({ folder: … }).',
  });
}
