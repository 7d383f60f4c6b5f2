import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { awsErrorCode, callAws } from 'kernel-helpers/aws/call-aws';
import { awsClients } from 'kernel-helpers/aws/clients';
import { awsSdk } from 'kernel-helpers/aws/load-sdk';
import { InternalError, UserError } from 'kernel-helpers/errors';
import { fileOfArchive } from 'kernel-helpers/training-contract/file-of-archive';
import { MODEL_FILE } from 'kernel-helpers/training-contract/index';

/** The first bytes of every `.gz` (RFC 1952). */
const GZIP = [0x1f, 0x8b] as const;

/**
 * The bytes of a model file: from S3, from a folder that holds it, from a file, or out of a `model.tar.gz` in any of these.
 * @param place `s3://…/model.tar.gz`, or a path on this machine
 */
export async function readModelFile(place: string, signal?: AbortSignal): Promise<Uint8Array> {
  const bytes = /^s3:\/\//i.test(place) ? await download(place, signal) : await readHere(place, signal);
  return GZIP.every((byte, index) => bytes[index] === byte) ? await unpackModel(bytes, place) : bytes;
}

async function download(uri: string, signal?: AbortSignal): Promise<Uint8Array> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/i.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new UserError(`${uri} is not the address of a model. It must look like s3://<bucket>/<path>/model.tar.gz.`);
  }
  const command = new (awsSdk.s3().GetObjectCommand)({ Bucket: bucket, Key: key });
  return await callAws(`download the model ${uri}`, async () => {
    try {
      const { Body: body } = await awsClients.s3().send(command, { abortSignal: signal });
      if (body instanceof Readable) return await buffer(body);
    } catch (error) {
      if (awsErrorCode(error) !== 'NoSuchKey') throw error;
      throw new UserError(`The model ${uri} is not there (any more). Train the model again.`, {
        cause: error,
        facts: { code: 'NoSuchKey' },
        reason: 'not-found',
      });
    }
    throw new InternalError(`S3 answered the request for ${uri} without a stream.`);
  });
}

async function readHere(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  if (!existsSync(path)) {
    throw new UserError(`There is no model ${path}. Name a folder, a model.tar.gz or a model file.`, {
      reason: 'not-found',
    });
  }
  if (!statSync(path).isDirectory()) return await buffer(createReadStream(path, { signal }));
  const file = [MODEL_FILE, 'model.tar.gz'].map((name) => join(path, name)).find((name) => existsSync(name));
  if (file !== undefined) return await buffer(createReadStream(file, { signal }));
  throw new UserError(`The folder ${path} holds neither ${MODEL_FILE} nor model.tar.gz.`, { reason: 'not-found' });
}

async function unpackModel(archive: Uint8Array, place: string): Promise<Uint8Array> {
  const { files, content } = await fileOfArchive(archive, MODEL_FILE, `The model archive ${place}`);
  if (content !== undefined) return content;
  const holds = files.length === 0 ? 'is empty' : `holds no ${MODEL_FILE}, only ${files.slice(0, 5).join(', ')}`;
  throw new UserError(
    `The model archive ${place} ${holds}. Save a model in the training script with await saveModel(await train(rows, hyperparameters)), and train again.`,
  );
}
