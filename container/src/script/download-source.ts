import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { awsClients } from 'kernel-helpers/aws/clients';
import { UserError } from 'kernel-helpers/errors';
import * as tar from 'tar';

/**
 * Downloads `s3://…/sourcedir.tar.gz` and unpacks it.
 * @throws UserError where the archive cannot be had or is none.
 */
export async function downloadSource(uri: string, folder: string): Promise<void> {
  const { bucket, key } = parseS3Uri(uri);
  try {
    const { Body: body } = await awsClients.s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(body instanceof Readable)) throw new UserError('S3 answered without a body.');
    await pipeline(body, tar.extract({ cwd: folder, strict: true }));
  } catch (cause) {
    throw new UserError(
      `The source archive ${uri} cannot be downloaded and unpacked: ${cause instanceof Error ? cause.message : String(cause)}. Check that it is there, that it is a .tar.gz, and that the job's role may read it.`,
      { cause },
    );
  }
}

function parseS3Uri(uri: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new UserError(`${uri} is no address of a source archive. It reads s3://<bucket>/<path>/sourcedir.tar.gz.`);
  }
  return { bucket, key };
}
