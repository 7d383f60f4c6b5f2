import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from 'kernel-helpers/errors';
import { type CheckpointFacts, checkpointProblems, readCheckpointFacts } from './checkpoint-file';

/** A model in the middle of its training, from which any number of hosts can go on. */
export interface Checkpoint {
  /** Which call of `train` in the script it belongs to, counted from 1. */
  readonly call: number;
  readonly rounds: number;
  /** The model in UBJSON. */
  readonly bytes: Uint8Array;
}

/** How many files of one training are kept: the newest may be on its way to S3 when the host is taken away. */
const KEPT_FILES = 5;
/** The first call's files have the name that AWS's own image gives to its files. */
const FILE_NAME = /^xgboost-checkpoint(?:-(\d+))?\.(\d+)$/;

/**
 * The checkpoints of a job. The newest of each training is in memory on every host, so that the others go on if the
 * leader is lost; the leader also writes files, which SageMaker copies to S3, and with which it starts a host again.
 */
export class Checkpoints {
  readonly #folder: string | undefined;
  readonly #log: (text: string) => void;
  readonly #newest = new Map<number, Checkpoint>();
  #writing: Promise<void> = Promise.resolve();
  readonly #toWrite: Checkpoint[] = [];

  /** @param folder where SageMaker keeps files in step with S3; undefined if the job has no such place */
  constructor(folder: string | undefined, log: (text: string) => void) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Keeps a checkpoint in memory; the host that writes also makes a file of it. On a slow disk only the newest are written. */
  keep(checkpoint: Checkpoint, { isWriter }: { readonly isWriter: boolean }): void {
    this.#newest.set(checkpoint.call, checkpoint);
    if (!isWriter || this.#folder === undefined) return;
    this.#toWrite.push(checkpoint);
    if (this.#toWrite.length > KEPT_FILES) this.#toWrite.shift();
    this.#writing = this.#writing.then(() => this.#write(this.#toWrite.shift()));
  }

  /** Waits until every file is written. */
  async written(): Promise<void> {
    await this.#writing;
  }

  /**
   * The newest checkpoint from which this training can go on.
   * @throws UserError where the folder holds checkpoints of another training
   */
  async newest(
    call: number,
    belongsTo: Readonly<Record<string, unknown>>,
    maxRounds: number,
  ): Promise<Checkpoint | undefined> {
    const held = this.#newest.get(call);
    if (held !== undefined && held.rounds <= maxRounds && problemsOf(held.bytes, belongsTo).length === 0) return held;
    for (const { name, rounds } of await this.#files(call)) {
      if (rounds > maxRounds) continue;
      const bytes = await readFile(join(this.#folder ?? '', name));
      const read = this.#read(name, bytes);
      if (read === undefined) continue;
      const problems = checkpointProblems(read, belongsTo);
      if (problems.length === 0) return { call, rounds, bytes };
      throw new UserError(
        `The checkpoint ${name} belongs to another training: ${problems.join('; ')}. Train with the same values, or give the job checkpoints of its own.`,
      );
    }
    return undefined;
  }

  #read(name: string, bytes: Uint8Array): CheckpointFacts | undefined {
    try {
      return readCheckpointFacts(bytes);
    } catch (error) {
      this.#log(`checkpoint: ${name} cannot be read and is left out: ${messageOf(error)}`);
      return undefined;
    }
  }

  async #write(checkpoint: Checkpoint | undefined): Promise<void> {
    if (checkpoint === undefined || this.#folder === undefined) return;
    const { call, rounds, bytes } = checkpoint;
    const name = `xgboost-checkpoint${call === 1 ? '' : `-${call}`}.${rounds}`;
    try {
      await mkdir(this.#folder, { recursive: true });
      // SageMaker may copy the folder at any moment, so the file must be whole or absent.
      const unfinished = join(this.#folder, `.${name}.unfinished`);
      await writeFile(unfinished, bytes);
      await rename(unfinished, join(this.#folder, name));
      await this.#removeOld(call);
    } catch (error) {
      // Training goes on: a full disk should not cost the model.
      this.#log(`checkpoint: ${name} could not be written: ${messageOf(error)}`);
    }
  }

  /** AWS's own image leaves out files that are on their way to S3: SageMaker marks them by files beside them. */
  async #removeOld(call: number): Promise<void> {
    for (const { name } of (await this.#files(call)).slice(KEPT_FILES)) {
      const path = join(this.#folder ?? '', name);
      const isUploading = existsSync(`${path}.sagemaker-uploading`) && !existsSync(`${path}.sagemaker-uploaded`);
      if (!isUploading) await rm(path);
    }
  }

  /** The files of a training, the newest first. */
  async #files(call: number): Promise<readonly { readonly name: string; readonly rounds: number }[]> {
    if (this.#folder === undefined || !existsSync(this.#folder)) return [];
    return (await readdir(this.#folder))
      .map((name) => ({ name, match: FILE_NAME.exec(name) }))
      .filter(({ match }) => match !== null && Number(match[1] ?? 1) === call)
      .map(({ name, match }) => ({ name, rounds: Number(match?.[2]) }))
      .sort((one, other) => other.rounds - one.rounds);
  }
}

function problemsOf(bytes: Uint8Array, belongsTo: Readonly<Record<string, unknown>>): readonly string[] {
  return checkpointProblems(readCheckpointFacts(bytes), belongsTo);
}
