import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { launchLines } from '../../../kernel-helpers/release/launch-lines';
import { withDefaults } from '../../../kernel-helpers/release/launch-template';
import { makeRelease } from '../../../kernel-helpers/release/make-release';
import { publishRelease, regionOfBucket } from '../../../kernel-helpers/release/publish-release';
import { type Moto, startMoto } from '../../cloudformation/support/moto';
import { ROOT } from '../../support/clone';
import { runProcess } from '../../support/run-process';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { withEnvironment } from '../../support/with-environment';

const ARCHIVE = 'snowflake-sagemaker-0.1.0-linux-x64.tar.gz';
const PLACE = { bucket: 'releases', prefix: 'public/notebooks' };
const FOLDER = 'public/notebooks/0.1.0';
const TEMPLATE = `https://s3.eu-west-1.amazonaws.com/releases/${FOLDER}/template.yaml`;
const signal = new AbortController().signal;

const temporary = makeTemporaryFolder('publish');
const folder = join(temporary.path, 'release');
let moto: Moto;
let s3: S3Client;
let restore = (): void => undefined;
beforeAll(async () => {
  moto = await startMoto(temporary.path);
  const { accessKeyId, secretAccessKey } = moto.credentials;
  const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  restore = withEnvironment({ ...keys, AWS_ENDPOINT_URL: moto.url, AWS_REGION: 'eu-west-1' });
  s3 = new S3Client({ endpoint: moto.url, region: 'eu-west-1', credentials: moto.credentials, forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await s3.send(new CreateBucketCommand({ Bucket: PLACE.bucket, CreateBucketConfiguration }));
}, 60_000);
afterAll(async () => {
  restore();
  s3?.destroy();
  await moto?.close();
  temporary.close();
});

async function publish(replaces = false): Promise<readonly string[]> {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line.trim());
  await publishRelease({ folder, version: '0.1.0', place: PLACE, replaces, say, signal });
  return said;
}

async function stored(name: string): Promise<string> {
  const object = await s3.send(new GetObjectCommand({ Bucket: PLACE.bucket, Key: `${FOLDER}/${name}` }));
  return (await object.Body?.transformToString()) ?? '';
}

test('a published release is whole, launches by its own template, and keeps its bytes unless they are to be replaced', async () => {
  const request = { root: ROOT, folder, platforms: [], level: 0, place: PLACE, say: () => undefined, signal } as const;
  await makeRelease(request);
  writeFileSync(join(folder, ARCHIVE), 'the first bytes');
  const files = readdirSync(folder);

  expect((await publish()).toSorted()).toEqual(files.map((name) => `${name}: uploaded`).toSorted());
  const types = await Promise.all(
    files.map(async (name) => {
      const command = new HeadObjectCommand({
        Bucket: PLACE.bucket,
        Key: `${FOLDER}/${name}`,
        ChecksumMode: 'ENABLED',
      });
      const { ContentType, ChecksumSHA256 } = await s3.send(command);
      expect([name, ChecksumSHA256]).toEqual([name, expect.any(String)]);
      return [name.replace(/^.*(?=\.)/, ''), ContentType];
    }),
  );
  expect(Object.fromEntries(types)).toEqual({
    '.gz': 'application/gzip',
    '.tgz': 'application/gzip',
    '.yaml': 'application/yaml',
    SHA256SUMS: 'text/plain; charset=utf-8',
  });
  const { Parameters } = parse(await stored('template.yaml'), { logLevel: 'silent' });
  expect([Parameters.ReleaseBucket.Default, Parameters.ReleaseKey.Default]).toEqual([
    PLACE.bucket,
    `${FOLDER}/${ARCHIVE}`,
  ]);

  expect((await publish()).toSorted()).toEqual(files.map((name) => `${name}: is there already`).toSorted());

  writeFileSync(join(folder, ARCHIVE), 'other bytes');
  await expect(publish()).rejects.toThrow(
    `The bucket releases has files of version 0.1.0 with other bytes already: ${ARCHIVE}. Nobody who has installed this version would get the new ones. Raise the version, or replace them with --replace.`,
  );
  expect(await stored(ARCHIVE)).toBe('the first bytes');

  expect(await publish(true)).toContain(`${ARCHIVE}: uploaded`);
  expect(await stored(ARCHIVE)).toBe('other bytes');
}, 60_000);

test('a bucket that does not exist is told before anything is made', async () => {
  expect(await regionOfBucket(PLACE, signal)).toBe('eu-west-1');
  await expect(regionOfBucket({ bucket: 'no-such-bucket', prefix: '' }, signal)).rejects.toThrow(
    'There is no bucket no-such-bucket. Make it with: aws s3 mb s3://no-such-bucket',
  );
});

test.each([
  ['s3:/releases', [], "argument 's3:/releases' is invalid. It has the form s3://bucket/prefix."],
  ['s3://releases', ['--platform', 'none'], '--publish needs the archive for notebook instances: add linux-x64'],
  ['s3://releases', ['--platform', 'linux-arm64'], '--publish needs the archive for notebook instances'],
])('the command takes no --publish %s %j', async (place, more, message) => {
  const { exitCode, stderr } = await release('--publish', place, ...more);

  expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)]);
});

test('the command takes no --region and no --replace without --publish', async () => {
  const { exitCode, stderr } = await release('--replace');

  expect([exitCode, stderr]).toEqual([1, 'error: --region and --replace are for --publish.\n']);
});

function release(...args: readonly string[]) {
  const command = join(ROOT, 'kernel-helpers/release/dist/release-command.js');
  const all = JSON.stringify(['--output', join(temporary.path, 'refused'), ...args]);
  const program = `require(${JSON.stringify(command)}).runRelease(${JSON.stringify(ROOT)}, ${all}).then((code) => { process.exitCode = code; });`;
  return runProcess(process.execPath, ['-e', program]);
}

describe('what a person needs to launch it', () => {
  const published = { place: PLACE, version: '0.1.0', region: 'eu-west-1', templateBytes: 51_200 };

  test('is a link for each region, two lines for a terminal, and the right to read the files', () => {
    const lines = launchLines(published, ['eu-west-1', 'us-gov-west-1']);

    const query = `templateURL=${encodeURIComponent(TEMPLATE)}&stackName=snowflake-sagemaker`;
    const capabilities = '--capabilities CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND';
    expect(lines).toEqual([
      `Launch in eu-west-1: https://console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/quickcreate?${query}`,
      `Launch in us-gov-west-1: https://console.amazonaws-us-gov.com/cloudformation/home?region=us-gov-west-1#/stacks/quickcreate?${query}`,
      'Launch in a terminal:',
      `  aws s3 cp s3://releases/${FOLDER}/template.yaml template.yaml --region eu-west-1`,
      `  aws cloudformation deploy --stack-name snowflake-sagemaker --template-file template.yaml ${capabilities} --region eu-west-1 --parameter-overrides SnowflakeAccount=<account>`,
      `Whoever launches it needs the right to read these files (s3:GetObject on s3://releases/${FOLDER}/*).`,
    ]);
  });

  test('says when the template is too long to be sent in a request', () => {
    const lines = launchLines({ ...published, templateBytes: 51_201 }, ['eu-west-1']).join('\n');

    expect(lines).toContain(' --region eu-west-1 --s3-bucket releases --parameter-overrides');
    expect(lines).toMatch(/template\.yaml has 51201 bytes, more than the 51200 that CloudFormation takes in a request/);
  });
});

describe('a default of the template', () => {
  const template = `Parameters:
  Key:
    # Why it is so.
    Type: String
    AllowedPattern: "([a-z]+)?"
    ConstraintDescription: must be small letters.
    MaxLength: 5
  Name: { Type: String, Default: "" }
Conditions:
  Has: !Equals [!Ref Key, ""]
`;

  test('is written into it, and all else stays', () => {
    expect(withDefaults(template, { Key: 'abc', Name: 'n' })).toBe(
      template.replace('Type: String\n', 'Type: String\n    Default: "abc"\n').replace('""', '"n"'),
    );
  });

  test.each([
    ['a b', "The template's parameter Key cannot be a b: it must be small letters."],
    ['abcdef', "The template's parameter Key cannot be longer than 5 characters: abcdef"],
  ])('is refused where the launch would refuse it: %s', (value, message) => {
    expect(() => withDefaults(template, { Key: value })).toThrow(message);
  });
});
