import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseDockerfile } from 'kernel-helpers/sagemaker/image/dockerfile';
import { readRecipe } from 'kernel-helpers/sagemaker/image/image-recipe';
import { z } from 'zod';
import { ROOT } from '../../../support/clone';
import { makeTemporaryFolder, type TemporaryFolder } from '../../../support/temporary-folder';
import { withEnvironment } from '../../../support/with-environment';
import { makeSmallContainer } from './support/small-container';

const CONTAINER = join(ROOT, 'container');
const DIGEST = `sha256:${'a'.repeat(64)}`;
const BASE = `public.ecr.aws/docker/library/node@${DIGEST}`;

let folder: TemporaryFolder;
let directory: string;
let tag: string;
beforeAll(async () => {
  folder = makeTemporaryFolder('recipe');
  ({ directory } = makeSmallContainer(folder.path, BASE));
  ({ tag } = await readRecipe(directory));
});
afterAll(() => folder.close());

describe('what decides the image', () => {
  test('is what the Dockerfile says, so that both ways of building agree', async () => {
    const { base, settings } = await readRecipe(CONTAINER);
    const dockerfile = readFileSync(join(CONTAINER, 'Dockerfile'), 'utf8');

    expect(dockerfile).toContain(`ARG NODE_IMAGE=${base.host}/${base.repository}:${base.tag}@${base.digest}\n`);
    expect(dockerfile).toContain(`ENTRYPOINT ${JSON.stringify(settings.entrypoint).replaceAll(',', ', ')}\n`);
    expect(settings.environment).toMatchObject({ NODE_ENV: 'production' });
  });

  test('takes packages in the versions and with the checksums of the repository’s lockfile', async () => {
    const { packages } = await readRecipe(CONTAINER);
    const locked = z
      .object({
        packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional() })),
      })
      .parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))).packages;

    expect(packages.map(({ name }) => name)).toEqual(['koffi', '@koromix/koffi-linux-x64']);
    expect(packages).toEqual(packages.map(({ name }) => ({ name, ...pick(locked[`node_modules/${name}`]) })));
  });

  test.each([
    ['cpu', 'xgboost-cpu'],
    ['cuda', 'xgboost'],
  ] as const)('on the device %s is the wheel %s, pinned by checksum', async (device, name) => {
    const { wheel, settings } = await readRecipe(CONTAINER, { device });

    expect(wheel).toMatchObject({ name, version: '3.2.0' });
    expect(wheel.sha256[0]).toMatch(/^[0-9a-f]{64}$/);
    // NVIDIA Container Toolkit, "Environment variables (OCI spec)".
    expect(settings.environment.NVIDIA_VISIBLE_DEVICES).toBe(device === 'cuda' ? 'all' : undefined);
  });
});

describe('the tag', () => {
  const change = (file: string, from: string | RegExp, to: string) => {
    const path = join(directory, file);
    const text = readFileSync(path, 'utf8');
    expect(text.replace(from, to)).not.toBe(text);
    writeFileSync(path, text.replace(from, to));
    return () => writeFileSync(path, text);
  };

  test.each<[string, string, string | RegExp, string]>([
    ['the base image', 'Dockerfile', DIGEST, `sha256:${'b'.repeat(64)}`],
    ['a setting', 'Dockerfile', 'ENV NODE_ENV=production', 'ENV NODE_ENV=test'],
    ['the command', 'Dockerfile', '["node", ', '["node", "--trace-warnings", '],
    ['the wheel', 'xgboost-wheel.txt', /sha256:[0-9a-f]{64}/, DIGEST],
    ['a package', 'image-program/package-lock.json', 'sha512-', 'sha512-A'],
    ['the program', 'image-program/dist/main.js', 'trains', 'serves'],
  ])('is another one with another form of %s', async (_what, file, from, to) => {
    const restore = change(file, from, to);

    const changed = await readRecipe(directory).finally(restore);

    expect(changed.tag).toMatch(/^[0-9a-f]{12}$/);
    expect(changed.tag).not.toBe(tag);
    expect((await readRecipe(directory)).tag).toBe(tag);
  });

  test('is another one for a GPU', async () => {
    writeFileSync(join(directory, 'xgboost-cuda-wheel.txt'), readFileSync(join(directory, 'xgboost-wheel.txt')));

    expect((await readRecipe(directory, { device: 'cuda' })).tag).not.toBe(tag);
  });

  test('is the same with a copy of the base image from elsewhere, which the option names before the variable', async () => {
    const copy = `registry.example.com:5000/mirror/node:24@${DIGEST}`;
    const restore = withEnvironment({ TRAINING_BASE_IMAGE: copy });

    const [named, chosen] = await Promise.all([
      readRecipe(directory),
      readRecipe(directory, { base: copy.replace('mirror', 'other') }),
    ]).finally(restore);

    expect(named).toMatchObject({ tag, base: { host: 'registry.example.com:5000', repository: 'mirror/node' } });
    expect(chosen).toMatchObject({ tag, base: { repository: 'other/node' } });
  });
});

describe('a recipe that cannot be read', () => {
  test.each([['node:24'], ['registry.example.com/node:24'], [`node@${DIGEST}`]])(
    'names the base image %s, of which nobody could say which image it is',
    async (base) => {
      await expect(readRecipe(directory, { base })).rejects.toMatchObject({
        kind: 'user',
        message: expect.stringContaining(`base must name a registry, a repository and a digest`),
      });
    },
  );

  test('has no program: it says how to build it', async () => {
    const empty = makeTemporaryFolder('unbuilt');
    writeFileSync(join(empty.path, 'Dockerfile'), readFileSync(join(directory, 'Dockerfile')));

    await expect(readRecipe(empty.path).finally(() => empty.close())).rejects.toMatchObject({
      kind: 'user',
      message: expect.stringContaining('run npm run set-up.'),
    });
  });

  test('has a Dockerfile without the lines that are read', () => {
    expect(() => parseDockerfile('FROM node\nENTRYPOINT node main.js\n')).toThrow(
      expect.objectContaining({ kind: 'internal' }),
    );
  });
});

function pick({ version, integrity }: { version?: string; integrity?: string } = {}) {
  return { version, integrity };
}
