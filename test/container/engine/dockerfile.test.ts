import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { sha256 } from '../../support/image-registry';
import { buildDockerfile, CANARY } from './support/build-dockerfile';
import { openPodman, type Podman } from './support/podman';
import { makeStandInBase } from './support/stand-in-base';
import { withEngine } from './support/with-engine';

const IMAGE = 'localhost/training';
/** The layers that the Dockerfile adds to its base. */
const OURS = 3;

/** Two that know nothing of each other, as on two machines. */
let podmans: readonly Podman[];
/** What each of them has built and pushed. */
let folders: readonly string[];

withEngine('the image that podman makes of the Dockerfile', () => {
  beforeAll(async () => {
    podmans = [openPodman(), openPodman()];
    const base = await makeStandInBase(podmans[0].folder, { hasBuildTools: true });
    folders = await Promise.all(podmans.map((podman) => buildDockerfile(podman, base, IMAGE)));
  }, 300_000);
  afterAll(async () => {
    for (const podman of podmans ?? []) await podman.close();
  }, 60_000);

  test('has the same digest on two machines, in the form that SageMaker takes for models', () => {
    const [first, second] = folders.map((folder) => readFileSync(join(folder, 'manifest.json'), 'utf8'));

    expect(sha256(second)).toBe(sha256(first));
    expect(first).toContain('application/vnd.docker.distribution.manifest.v2+json');
    expect(first).not.toContain('application/vnd.oci');
  });

  test('adds at most 12 MB to its base, compressed, and holds no secret of its build', () => {
    const { layers } = manifestOf(readFileSync(join(folders[0], 'manifest.json'), 'utf8'));
    const ours = layers.slice(-OURS).map(({ digest }) => readFileSync(join(folders[0], digest.replace('sha256:', ''))));

    expect(ours.reduce((sum, layer) => sum + gzipSync(layer).length, 0)).toBeLessThan(12e6);
    expect(ours.some((layer) => layer.includes(CANARY))).toBe(false);
  });

  test('starts the program, which says what it was not told', async () => {
    const { exitCode, stderr } = await podmans[0].result(['run', '--rm', '--network', 'none', IMAGE, 'train']);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^UserError: .*\/opt\/ml\/input\/config/);
  });
});

function manifestOf(text: string) {
  const layers = z.array(z.object({ digest: z.string(), size: z.number() }));
  return z.object({ layers }).parse(JSON.parse(text));
}
