import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { errorCode } from 'kernel-helpers/error-code';
import { messageOf } from 'kernel-helpers/errors';
import { downloadFile, listKeys, parseS3Uri, pathsBelow, s3Uri, uploadFile, whyNotFiles } from '../s3-files';
import { AlgorithmFailure } from './algorithm-failure';
import type { Host } from './host-files';

/** SageMaker copies all the time and names no interval. */
const EVERY_MILLISECONDS = 500;

/** Relative path → size and time of change. */
type FileStates = ReadonlyMap<string, string>;

/**
 * Keeps the checkpoint folders of a job's hosts in step with one folder in S3. Its files come to each host at the start;
 * from then on, what a host writes or deletes is written or deleted in S3 too, for all hosts in the same folder
 * (SageMaker developer guide, "Checkpoints in Amazon SageMaker AI").
 */
export class CheckpointSync {
  /** What S3 has of each host. */
  readonly #copied = new Map<Host, FileStates>();
  readonly #closing = new AbortController();
  #copying: Promise<void> = Promise.resolve();

  private constructor(
    private readonly uri: string,
    private readonly hosts: readonly Host[],
    private readonly s3: S3Client,
  ) {}

  /** @throws AlgorithmFailure where the folder in S3 cannot be read */
  static async open(uri: string, hosts: readonly Host[], s3: S3Client): Promise<CheckpointSync> {
    const sync = new CheckpointSync(uri, hosts, s3);
    await sync.#download().catch((cause: unknown) => {
      throw new AlgorithmFailure(
        `ClientError: Checkpoint download failed: ${uri} cannot be read: ${messageOf(cause)}`,
        { cause },
      );
    });
    sync.#copying = sync.#copyUntilClosed();
    // The error waits for close().
    sync.#copying.catch(() => undefined);
    return sync;
  }

  /**
   * Copies what the hosts wrote last.
   * @throws AlgorithmFailure where something could not be written to S3
   */
  async close(): Promise<void> {
    this.#closing.abort();
    try {
      await this.#copying;
      await this.#copy();
    } catch (cause) {
      throw new AlgorithmFailure(
        `ClientError: Checkpoint upload failed: ${this.uri} could not be written: ${messageOf(cause)}`,
        { cause },
      );
    }
  }

  async #download(): Promise<void> {
    const { bucket, key: prefix } = parseS3Uri(s3Uri(this.uri, ''));
    const paths = pathsBelow(prefix, await listKeys(this.s3, { bucket, key: prefix }));
    const obstacle = whyNotFiles([...paths.values()]);
    if (obstacle !== undefined) throw new Error(obstacle);
    for (const host of this.hosts) {
      const folder = host.paths.checkpoints;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const [key, path] of paths) await downloadFile(this.s3, { bucket, key }, join(folder, path));
      this.#copied.set(host, await readStates(folder));
    }
  }

  async #copyUntilClosed(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#copy();
      await delay(EVERY_MILLISECONDS, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  async #copy(): Promise<void> {
    for (const host of this.hosts) {
      const copied = new Map(this.#copied.get(host));
      this.#copied.set(host, copied);
      const found = await readStates(host.paths.checkpoints);
      for (const [path, state] of found) {
        if (copied.get(path) === state) continue;
        // A file that the host deletes meanwhile is none of the next look's files.
        if (await isThere(uploadFile(this.s3, join(host.paths.checkpoints, path), s3Uri(this.uri, path))))
          copied.set(path, state);
      }
      for (const path of [...copied.keys()].filter((one) => !found.has(one))) {
        const { bucket, key } = parseS3Uri(s3Uri(this.uri, path));
        await this.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
        copied.delete(path);
      }
    }
  }
}

async function readStates(folder: string): Promise<FileStates> {
  const states = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    await isThere(
      stat(path).then(({ size, mtimeMs }) => states.set(relative(folder, path), `${size} bytes of ${mtimeMs}`)),
    );
  }
  return states;
}

/** False where the work needs a file that its host has deleted by now. */
async function isThere(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
