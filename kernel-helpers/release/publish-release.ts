import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeAccount } from 'kernel-helpers/aws/account';
import { awsErrorCode, callAws } from 'kernel-helpers/aws/call-aws';
import { awsClients } from 'kernel-helpers/aws/clients';
import { awsSdk } from 'kernel-helpers/aws/load-sdk';
import { UserError } from 'kernel-helpers/errors';
import { lookAtBucket } from 'kernel-helpers/sagemaker/bucket';
import { TEMPLATE_FILE } from './release-files';
import { keyOf, type ReleasePlace } from './release-place';

export interface PublishRequest {
  /** With the files of the release. */
  readonly folder: string;
  readonly version: string;
  readonly place: ReleasePlace;
  /** Whether files with other bytes under the same version are replaced. */
  readonly replaces: boolean;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

interface Upload {
  readonly name: string;
  readonly key: string;
  readonly body: Uint8Array;
  /** In base64, as S3 writes it. */
  readonly sha256: string;
}

/** How S3 answers where an upload allows no older file (API reference, PutObject, If-None-Match). */
const TAKEN = ['PreconditionFailed', 'ConditionalRequestConflict'];

/**
 * The region of the bucket, which is that of the environment.
 * @throws UserError if the bucket is not there, belongs to another account, or is in another region
 */
export async function regionOfBucket({ bucket }: ReleasePlace, signal: AbortSignal): Promise<string> {
  const account = await describeAccount(signal);
  const state = await lookAtBucket({ name: bucket, isChosen: true }, account, signal);
  switch (state) {
    case 'ours':
      return account.region;
    case 'missing':
      throw new UserError(`There is no bucket ${bucket}. Make it with: aws s3 mb s3://${bucket}`);
    case 'elsewhere':
      throw new UserError(`The bucket ${bucket} is not in ${account.region}. Set AWS_REGION to its region.`);
    case 'foreign':
      throw new UserError(
        `The bucket ${bucket} belongs to another account than ${account.accountId}, or ${account.callerArn} may not list it (s3:ListBucket). Choose another bucket, or sign in to its account.`,
      );
  }
}

/**
 * Uploads the files of a release; S3 compares each with its SHA-256. The template comes last, so a launch never finds
 * it without its archive. Files that are there already are left alone.
 * @throws UserError, before the first upload, with all files that are there with other bytes, unless they are replaced
 */
export async function publishRelease(request: PublishRequest): Promise<void> {
  const names = (await readdir(request.folder)).sort((one, other) => rank(one) - rank(other));
  const states = new Map<string, 'missing' | 'same' | 'other'>();
  for (const name of names) states.set(name, await stateOf(await uploadOf(name, request), request));
  const others = names.filter((name) => states.get(name) === 'other');
  if (others.length > 0 && !request.replaces) throw otherBytes(others, request);
  for (const name of names) {
    const state = states.get(name);
    if (state === 'same') request.say(`  ${name}: is there already`);
    else await send(await uploadOf(name, request), state === 'missing', request);
  }
}

function rank(name: string): number {
  return name === TEMPLATE_FILE ? 1 : 0;
}

async function uploadOf(name: string, { folder, place, version }: PublishRequest): Promise<Upload> {
  const body = await readFile(join(folder, name));
  return { name, key: keyOf(place, version, name), body, sha256: createHash('sha256').update(body).digest('base64') };
}

async function stateOf(
  { name, key, sha256 }: Upload,
  { place: { bucket }, signal }: PublishRequest,
): Promise<'missing' | 'same' | 'other'> {
  const { HeadObjectCommand } = awsSdk.s3();
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' });
  return callAws(`look for ${name} in the bucket ${bucket}`, async () => {
    try {
      const { ChecksumSHA256 } = await awsClients.s3().send(command, { abortSignal: signal });
      return ChecksumSHA256 === sha256 ? 'same' : 'other';
    } catch (error) {
      if (awsErrorCode(error) === 'NotFound') return 'missing';
      throw error;
    }
  });
}

async function send({ name, key, body, sha256 }: Upload, isNew: boolean, request: PublishRequest): Promise<void> {
  const { bucket } = request.place;
  const { PutObjectCommand } = awsSdk.s3();
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: body,
    ContentType: contentType(name),
    ChecksumAlgorithm: 'SHA256',
    ChecksumSHA256: sha256,
    ...(isNew && { IfNoneMatch: '*' }),
  });
  await callAws(`upload ${name} to the bucket ${bucket}`, async () => {
    try {
      await awsClients.s3().send(command, { abortSignal: request.signal });
    } catch (error) {
      if (TAKEN.includes(awsErrorCode(error))) throw otherBytes([name], request);
      throw error;
    }
  });
  request.say(`  ${name}: uploaded`);
}

function otherBytes(names: readonly string[], { place: { bucket }, version }: PublishRequest): UserError {
  return new UserError(
    `The bucket ${bucket} has files of version ${version} with other bytes already: ${names.join(', ')}. Nobody who has installed this version would get the new ones. Raise the version, or replace them with --replace.`,
  );
}

function contentType(name: string): string {
  if (name.endsWith('.yaml')) return 'application/yaml';
  return name.endsWith('gz') ? 'application/gzip' : 'text/plain; charset=utf-8';
}
