import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type * as Tar from 'tar';
import { awsErrorCode, callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { InternalError, UserError } from '../../errors';
import { MODEL_FILE, type ModelFacts, readModelFacts } from '../../training-contract/index';

/** What a job's `model.tar.gz` holds. */
export interface ModelArtefact {
  /** Names of the visible files, up to the model. */
  readonly files: readonly string[];
  /** Undefined if the archive holds no file `xgboost-model`. */
  readonly model?: StoredModel;
}

export interface StoredModel {
  /** XGBoost 3.2 does not load `other`: the binary form of old releases, or a pickle of Python. */
  readonly form: 'UBJSON' | 'JSON' | 'other';
  /** What the file says about itself; empty for a form other than UBJSON. */
  readonly facts: ModelFacts;
}

/**
 * Looks into a model archive in S3. It reads the beginning of the model only, so a large one costs no more.
 * Throws a UserError where the archive is gone or cannot be unpacked.
 */
export async function readArtefact(uri: string, signal?: AbortSignal): Promise<ModelArtefact> {
  return callAws(`read the model archive ${uri}`, async () => {
    const archive = await openArchive(uri, signal);
    return await lookInto(archive, uri);
  });
}

async function openArchive(uri: string, signal?: AbortSignal): Promise<Readable> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const { GetObjectCommand } = awsSdk.s3();
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    const { Body: body } = await awsClients.s3().send(command, { abortSignal: signal });
    if (body instanceof Readable) return body;
  } catch (error) {
    if (awsErrorCode(error) !== 'NoSuchKey') throw error;
    throw new UserError(`The model archive ${uri} is not there any more. Train the model again.`, {
      cause: error,
      facts: { code: 'NoSuchKey' },
      reason: 'not-found',
    });
  }
  throw new InternalError(`S3 answered the request for ${uri} without a stream.`);
}

async function lookInto(archive: Readable, uri: string): Promise<ModelArtefact> {
  const { Parser } = require('tar') as typeof Tar;
  const files: string[] = [];
  const found = new AbortController();
  let model: StoredModel | undefined;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const name = entry.path.replace(/^\.\//, '');
      if (entry.type === 'File' && !name.startsWith('.')) files.push(name);
      if (name !== MODEL_FILE) return entry.resume();
      readModel(entry, (stored) => {
        model = stored;
        // The rest need not be downloaded.
        found.abort();
      });
    },
  });
  try {
    await pipeline(archive, parser, { signal: found.signal });
  } catch (cause) {
    if (!found.signal.aborted) {
      throw new UserError(`The model archive ${uri} cannot be unpacked. It must be a whole .tar.gz.`, { cause });
    }
  }
  return { files, model };
}

/** Collects the model's bytes until they show what it is; looks at them again each time that they have doubled. */
function readModel(entry: Tar.ReadEntry, onKnown: (model: StoredModel) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let nextLook = 0;
  let isKnown = false;
  const look = (): StoredModel | undefined => recognise(Buffer.concat(chunks));
  const tell = (model: StoredModel | undefined): void => {
    if (isKnown || model === undefined) return;
    isKnown = true;
    onKnown(model);
  };
  entry.on('data', (chunk) => {
    if (isKnown) return;
    chunks.push(chunk);
    size += chunk.length;
    if (size < nextLook) return;
    nextLook = 2 * size;
    tell(look());
  });
  // A file that ends before the trees is not one of XGBoost's.
  entry.on('end', () => tell(look() ?? { form: 'other', facts: {} }));
}

/** Undefined where more bytes are needed. */
function recognise(head: Buffer): StoredModel | undefined {
  if (head.length < 2) return undefined;
  if (/^\{\s*"/.test(head.toString('latin1', 0, 64))) return { form: 'JSON', facts: {} };
  try {
    return { form: 'UBJSON', facts: readModelFacts(head) };
  } catch (error) {
    return error instanceof RangeError ? undefined : { form: 'other', facts: {} };
  }
}
