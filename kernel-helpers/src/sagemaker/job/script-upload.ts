import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { messageOf } from '../../errors';
import type { Surroundings } from '../../surroundings';
import type { PackedSource } from '../training-script/pack-source';

/** Where a job's script lies in S3. */
export interface ScriptUpload {
  readonly bucket: string;
  readonly key: string;
  /** @default the bucket's own encryption */
  readonly kmsKey?: string;
}

export function uriOf({ bucket, key }: ScriptUpload): string {
  return `s3://${bucket}/${key}`;
}

export async function uploadScript({ archive }: PackedSource, { bucket, key, kmsKey }: ScriptUpload): Promise<void> {
  const { PutObjectCommand } = awsSdk.s3();
  const encryption = kmsKey === undefined ? {} : ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey } as const);
  await callAws('upload the training script to its bucket', () =>
    awsClients.s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: archive, ...encryption })),
  );
}

/** Deletes the script of a job that was not started. It never throws, because the reason for this matters more. */
export async function removeScript(upload: ScriptUpload, { say }: Pick<Surroundings, 'say'>): Promise<void> {
  const { DeleteObjectCommand } = awsSdk.s3();
  try {
    await callAws('delete the uploaded training script', () =>
      awsClients.s3().send(new DeleteObjectCommand({ Bucket: upload.bucket, Key: upload.key })),
    );
  } catch (error) {
    say(`${messageOf(error)} It is left as ${uriOf(upload)}, and costs next to nothing.`);
  }
}
