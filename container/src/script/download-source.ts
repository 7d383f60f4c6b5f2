import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callAws } from 'kernel-helpers/aws/call-aws';
import { awsClients } from 'kernel-helpers/aws/clients';
import { awsSdk } from 'kernel-helpers/aws/load-sdk';
import { InternalError, UserError } from 'kernel-helpers/errors';
import * as tar from 'tar';

/**
 * Downloads `s3://…/sourcedir.tar.gz` and unpacks it.
 * @throws UserError where the archive cannot be had or is none.
 */
export async function downloadSource(uri: string, folder: string): Promise<void> {
  const archive = await download(uri);
  try {
    await pipeline(archive, tar.extract({ cwd: folder, strict: true }));
  } catch (cause) {
    throw new UserError(`The source archive ${uri} cannot be unpacked. It must be a whole .tar.gz; upload it again.`, {
      cause,
    });
  }
}

async function download(uri: string): Promise<Readable> {
  const { bucket, key } = parseS3Uri(uri);
  const { Body: body } = await callAws(`download the source archive ${uri}`, () =>
    awsClients.s3().send(new (awsSdk.s3().GetObjectCommand)({ Bucket: bucket, Key: key })),
  );
  if (body instanceof Readable) return body;
  throw new InternalError(`S3 answered the request for ${uri} without a stream.`);
}

function parseS3Uri(uri: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new UserError(`${uri} is no address of a source archive. It reads s3://<bucket>/<path>/sourcedir.tar.gz.`);
  }
  return { bucket, key };
}
