import { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { staysBelow } from 'kernel-helpers/training-contract/unpack-archive';
import { isAwsError } from '../aws/error-name';
import { validationError } from './service-error';

export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** @throws ServiceError if the URI is not of the form `s3://bucket/key`. */
export function parseS3Uri(uri: string): S3Location {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri);
  if (match === null) throw validationError(`"${uri}" is not of the form s3://bucket/key.`);
  return { bucket: match[1], key: match[2] };
}

/** Joins a prefix and further names to a key's URI, whether or not the prefix ends in a slash. */
export function s3Uri(prefix: string, ...names: readonly string[]): string {
  return [prefix.replace(/\/+$/, ''), ...names].join('/');
}

/**
 * Opens the file before it is sent: a stream whose file is deleted before S3 reads it fails where nobody listens.
 * Sends as much as the file held then, though its writer may add to it.
 * @throws the file system's error, such as ENOENT
 */
export async function uploadFile(s3: S3Client, path: string, uri: string): Promise<void> {
  const { bucket, key } = parseS3Uri(uri);
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const Body = file.createReadStream({ end: Math.max(size - 1, 0), autoClose: false });
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentLength: size }));
  } finally {
    await file.close();
  }
}

export async function downloadFile(s3: S3Client, { bucket, key }: S3Location, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  await pipeline(Body instanceof Readable ? Body : Readable.from([]), createWriteStream(path));
}

/** The keys below a prefix, in S3's order, without the empty objects that stand for folders. */
export async function listKeys(s3: S3Client, { bucket, key }: S3Location): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: key })) {
    for (const object of page.Contents ?? [])
      if (object.Key !== undefined && !object.Key.endsWith('/')) keys.push(object.Key);
  }
  return keys;
}

/** Path below a folder for each key of a prefix: SageMaker keeps the part after the prefix's last slash. */
export function pathsBelow(prefix: string, keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [key, key.slice(prefix.lastIndexOf('/') + 1)]));
}

/** Says why these paths cannot all be files below one folder; undefined if they can. */
export function whyNotFiles(paths: readonly string[]): string | undefined {
  const files = new Set(paths);
  for (const path of paths) {
    const parts = path.split('/');
    // Such parts would put two keys into one file, or a file outside the folder.
    if (!staysBelow(path) || parts.some((part) => part === '' || part === '.'))
      return `the key ${JSON.stringify(path)} is not a path of a file`;
    const folder = parts
      .slice(1)
      .map((_, index) => parts.slice(0, index + 1).join('/'))
      .find((above) => files.has(above));
    if (folder !== undefined)
      return `the key ${JSON.stringify(folder)} is a file, and a folder in ${JSON.stringify(path)}`;
  }
  return undefined;
}

export async function objectExists(s3: S3Client, { bucket, key }: S3Location): Promise<boolean> {
  return exists(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
}

export async function bucketExists(s3: S3Client, bucket: string): Promise<boolean> {
  return exists(s3.send(new HeadBucketCommand({ Bucket: bucket })));
}

/** A HEAD request has no body, so only the status says that something is missing. */
async function exists(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (isAwsError(error, 'NotFound')) return false;
    throw error;
  }
}
