import type { ListObjectVersionsCommandOutput, ObjectIdentifier } from '@aws-sdk/client-s3';
import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { PlatformError } from '../../errors';
import { countOf } from '../../render/format-value';
import { undefinedIfMissing } from '../../sagemaker/missing-resource';
import { type Belonging, sizeText } from './belonging';

/** All files of a bucket with their older versions, without which S3 deletes no bucket. */
export async function fileBelongings(bucket: string, signal: AbortSignal): Promise<readonly Belonging[]> {
  let count = 0;
  let bytes = 0;
  for await (const page of versionsOf(bucket, signal)) {
    count += page.identifiers.length;
    bytes += page.bytes;
  }
  if (count === 0) return [];
  return [
    {
      what: `${countOf(count, 'file')} with older versions in the bucket ${bucket}, ${sizeText(bytes)}`,
      costsByTheHour: false,
      remove: (within) => emptyBucket(bucket, within),
    },
  ];
}

async function emptyBucket(bucket: string, signal: AbortSignal): Promise<void> {
  const { DeleteObjectsCommand } = awsSdk.s3();
  for await (const { identifiers } of versionsOf(bucket, signal)) {
    if (identifiers.length === 0) continue;
    // A page has at most 1,000, and so has a request (API reference, DeleteObjects).
    const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [...identifiers], Quiet: true } });
    const { Errors = [] } = await callAws(`empty the bucket ${bucket}`, () =>
      awsClients.s3().send(command, { abortSignal: signal }),
    );
    if (Errors.length > 0) {
      throw new PlatformError(`S3 keeps ${Errors.length} files of the bucket ${bucket}. ${Errors[0].Message ?? ''}`);
    }
  }
}

interface VersionsPage {
  readonly identifiers: readonly ObjectIdentifier[];
  readonly bytes: number;
}

async function* versionsOf(Bucket: string, abortSignal: AbortSignal): AsyncGenerator<VersionsPage> {
  const { ListObjectVersionsCommand } = awsSdk.s3();
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const command = new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker });
    const page: ListObjectVersionsCommandOutput | undefined = await callAws(
      `list the files of the bucket ${Bucket}`,
      () => undefinedIfMissing(() => awsClients.s3().send(command, { abortSignal })),
    );
    const versions = page?.Versions ?? [];
    yield {
      identifiers: [...versions, ...(page?.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({ Key, VersionId })),
      bytes: versions.reduce((sum, { Size = 0 }) => sum + Size, 0),
    };
    KeyMarker = page?.NextKeyMarker;
    VersionIdMarker = page?.NextVersionIdMarker;
  } while (KeyMarker !== undefined);
}
