import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { create } from 'tar';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import type { TrainingSite } from './training-site';

/** Where the account is whose S3 takes the scripts. */
type ScriptSite = Pick<TrainingSite, 'account'>;

export const SCRIPT_BUCKET = 'training-scripts';

/** What a notebook's bundle begins with: CommonJS, with `container` left to the image. */
const BUNDLE_START = `'use strict';
const { defineTraining } = require('container');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
`;

let uploads = 0;

/** Puts a script into a source archive in S3; gives the hyperparameters that name it, as AWS's SDK for Python writes them. */
export async function uploadScript(site: ScriptSite, code: string): Promise<Readonly<Record<string, string>>> {
  const uri = await uploadSource(site, { 'train.js': `${BUNDLE_START}${code}` });
  return { sagemaker_program: '"train.js"', sagemaker_submit_directory: JSON.stringify(uri) };
}

/** Puts files into a source archive in S3, and gives its address. */
export async function uploadSource(site: ScriptSite, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = makeTemporaryFolder('source');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
  const archive = await buffer(create({ gzip: true, cwd: folder.path }, Object.keys(files)));
  folder.close();
  return await uploadArchive(site, archive);
}

/** Puts a source archive into S3, and gives its address. */
export async function uploadArchive({ account }: ScriptSite, archive: Uint8Array): Promise<string> {
  uploads += 1;
  const key = `job-${uploads}/source/sourcedir.tar.gz`;
  const { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region } = account.settings;
  const s3 = new S3Client({ endpoint, region, forcePathStyle: true });
  if (uploads === 1) {
    const configuration = { LocationConstraint: 'us-west-2' } as const;
    await s3.send(new CreateBucketCommand({ Bucket: SCRIPT_BUCKET, CreateBucketConfiguration: configuration }));
  }
  await s3.send(new PutObjectCommand({ Bucket: SCRIPT_BUCKET, Key: key, Body: archive }));
  s3.destroy();
  return `s3://${SCRIPT_BUCKET}/${key}`;
}
