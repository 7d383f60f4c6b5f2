import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from '../support/clone';
import { runToSuccess } from '../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';

const CONTAINER = join(ROOT, 'container');
const DOCKERFILE = readFileSync(join(CONTAINER, 'Dockerfile'), 'utf8');

/** Packages that kernel-helpers loads only if a notebook asks for them. */
const NOTEBOOK_ONLY = ['tslab', 'danfojs-node', 'parquet-wasm', 'apache-arrow'];

describe('the bundled program', () => {
  let folder: TemporaryFolder;

  beforeAll(async () => {
    folder = makeTemporaryFolder('bundle');
    await runToSuccess(process.execPath, [join(CONTAINER, 'bundle.mjs'), folder.path]);
  });

  afterAll(() => folder.close());

  test.each(['main.js', 'index.js', 'xgboost/training-thread.js', 'xgboost/tracker-thread.js'])(
    '%s requires only what the image holds',
    (file) => {
      const { dependencies } = z
        .object({ dependencies: z.record(z.string(), z.string()) })
        .parse(JSON.parse(readFileSync(join(CONTAINER, 'package.json'), 'utf8')));
      const held = new Set([...Object.keys(dependencies), ...builtinModules, 'container', ...NOTEBOOK_ONLY]);
      const text = readFileSync(join(folder.path, file), 'utf8');
      // What begins with `node:` belongs to Node.js, though not to each version of it: undici asks for node:sqlite only when it is used.
      const required = [...text.matchAll(/\brequire(?:\.resolve)?\("(?!node:)([^"]+)"\)/g)].map(([, name]) =>
        packageOf(name),
      );

      expect(required.filter((name) => !held.has(name) && !isLazyAwsClient(name))).toEqual([]);
    },
  );
});

describe('the Dockerfile', () => {
  test('copies what is there', () => {
    const sources = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) => paths.split(' '));

    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  // Docker Hub answers 429 after some pulls without a login (docs.docker.com, "Docker Hub pull usage and limits").
  test('takes its base images from Amazon’s public registry', () => {
    expect(baseImage('NODE')).toMatch(/^public\.ecr\.aws\/docker\/library\/node:/);
    expect(baseImage('PYTHON')).toMatch(/^public\.ecr\.aws\/docker\/library\/python:/);
  });

  test('pins Node.js by digest, Python to a patch release, and the library by checksum', () => {
    expect(baseImage('NODE')).toMatch(/:\d+\.\d+\.\d+-bookworm-slim@sha256:[0-9a-f]{64}$/);
    expect(baseImage('PYTHON')).toMatch(/:\d+\.\d+\.\d+-slim-bookworm$/);
    expect(DOCKERFILE).toContain('--require-hashes');
    expect(readFileSync(join(CONTAINER, 'xgboost-wheel.txt'), 'utf8')).toMatch(
      /==3\.2\.0 \\\n {4}--hash=sha256:[0-9a-f]{64}/,
    );
  });

  // SageMaker appends `train` or `serve`, and mounts over /opt/ml (AWS docs, "Use your own training algorithms").
  test('starts the program itself, from outside /opt/ml', () => {
    const [, entrypoint] = /^ENTRYPOINT (.+)$/m.exec(DOCKERFILE) ?? [];

    expect(JSON.parse(entrypoint)).toEqual(['node', '--enable-source-maps', '/opt/program/container/dist/main.js']);
  });
});

/** The default of a build argument. */
function baseImage(name: 'NODE' | 'PYTHON'): string {
  return new RegExp(`^ARG ${name}_IMAGE=(.+)$`, 'm').exec(DOCKERFILE)?.[1] ?? '';
}

function packageOf(specifier: string): string {
  const [first, second] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** kernel-helpers' one client factory names every client, and loads the one that is asked for. */
function isLazyAwsClient(name: string): boolean {
  return name.startsWith('@aws-sdk/client-');
}
