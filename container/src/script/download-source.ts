import { Readable } from 'node:stream';
import { callAws } from 'kernel-helpers/aws/call-aws';
import { awsClients } from 'kernel-helpers/aws/clients';
import { awsSdk } from 'kernel-helpers/aws/load-sdk';
import { InternalError, UserError } from 'kernel-helpers/errors';
import { unpackArchive } from 'kernel-helpers/training-contract/unpack-archive';

/**
 * Downloads `s3://…/sourcedir.tar.gz` and unpacks it.
 * @throws UserError where the archive cannot be downloaded, is not an archive, or would write outside the folder.
 */
export async function downloadSource(uri: string, folder: string): Promise<void> {
  await unpackArchive(await download(uri), `The source archive ${uri}`, folder);
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
    throw new UserError(
      `${uri} is not the address of a source archive. It must look like s3://<bucket>/<path>/sourcedir.tar.gz.`,
    );
  }
  return { bucket, key };
}
