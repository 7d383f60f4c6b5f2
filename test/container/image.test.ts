import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InternalError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { ROOT } from '../support/clone';
import { runToSuccess } from '../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder';

const CONTAINER = join(ROOT, 'container');
const DOCKERFILE = readFileSync(join(CONTAINER, 'Dockerfile'), 'utf8');

describe('the bundled program', () => {
  let folder: TemporaryFolder;
  const program = (): readonly string[] => filesBelow(folder.path).filter((file) => file.endsWith('.js'));

  beforeAll(async () => {
    folder = makeTemporaryFolder('bundle');
    await runToSuccess(process.execPath, [join(CONTAINER, 'bundle.mjs'), folder.path]);
  });

  afterAll(() => folder.close());

  test('requires nothing but Node.js, koffi and itself', () => {
    const own = program();
    const packageFiles = own.flatMap((file) => /packages\/.*/.exec(file)?.map((name) => `./${name}`) ?? []);
    // The program itself, what training scripts import, and every thread.
    const threads = filesBelow(join(CONTAINER, 'src')).filter((file) => file.endsWith('-thread.ts'));
    const started = ['index.ts', 'main.ts', ...threads].map((file) => `dist/${file.replace(/ts$/, 'js')}`).sort();
    // The thread that decodes results lies beside the program that starts it.
    expect(own.filter((file) => !file.includes('packages/'))).toEqual(['dist/decode-thread.js', ...started]);
    // AWS's SDK also speaks of `[require("…")]` in its messages.
    const required = own.flatMap((file) => [
      ...readFileSync(join(folder.path, file), 'utf8').matchAll(
        /(?<!\[)\brequire(?:\.resolve)?\("(?!node:)([^"]+)"\)/g,
      ),
    ]);

    const others = required
      .map(([, name]) => name.replace(/^[./]+packages\//, './packages/'))
      .filter((name) => !builtinModules.includes(name));
    expect(packageFiles).toContain('./packages/snowflake-sdk.js');
    // What loadModel() needs is left to notebooks, and loadModel() says so in the image.
    const leftOut = './explain/load-from.js';
    expect([...new Set(others)].sort()).toEqual([leftOut, ...packageFiles, 'container/package.json', 'koffi']);
  });

  test('says so if it uses a package that it leaves out', () => {
    const leftOut = require(join(CONTAINER, 'left-out.cjs'));

    expect(() => leftOut.XMLParser).toThrow(InternalError);
  });

  test('has the same bytes as the build made, and names no folder of this machine', () => {
    const built = join(CONTAINER, 'image-program');

    expect(filesBelow(folder.path)).toEqual(filesBelow(built));
    for (const file of filesBelow(built)) {
      const bytes = readFileSync(join(folder.path, file));
      expect(bytes.equals(readFileSync(join(built, file)))).toBe(true);
      expect(bytes.includes(ROOT)).toBe(false);
    }
  });

  test('has a map for every program, which names the sources in the repository', () => {
    const sources = program().flatMap((file) => {
      const map = readFileSync(join(folder.path, `${file}.map`), 'utf8');
      const named = z.object({ sources: z.array(z.string()) }).parse(JSON.parse(map)).sources;
      return named
        .map((source) => join(dirname(file), source))
        .filter((source) => !/node_modules\/|packages\/(<stdin>|later:)/.test(source));
    });

    expect(sources).toContain('dist/container/src/main.ts');
    expect(sources.filter((source) => !existsSync(join(ROOT, source.replace(/^dist\//, ''))))).toEqual([]);
  });

  test('brings the lock of koffi, with the checksums of the repository’s own lockfile', () => {
    const own = packages.parse(JSON.parse(readFileSync(join(folder.path, 'package-lock.json'), 'utf8'))).packages;
    const locked = packages.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))).packages;

    const paths = Object.keys(own).filter((path) => path !== '');
    expect(paths).toContain('node_modules/@koromix/koffi-linux-x64');
    for (const path of paths) expect(own[path]).toEqual(locked[path]);
    expect(paths.every((path) => own[path]?.integrity?.startsWith('sha512-'))).toBe(true);
  });
});

const packages = z.object({ packages: z.record(z.string(), z.looseObject({ integrity: z.string().optional() })) });

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

describe('the Dockerfile', () => {
  test('copies what is there', () => {
    const sources = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) => paths.split(' '));

    expect(sources).toEqual(['container/xgboost-wheel.txt', 'container/image-program']);
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

    expect(JSON.parse(entrypoint)).toEqual(['node', '/opt/program/dist/main.js']);
  });
});

/** The default of a build argument. */
function baseImage(name: 'NODE' | 'PYTHON'): string {
  return new RegExp(`^ARG ${name}_IMAGE=(.+)$`, 'm').exec(DOCKERFILE)?.[1] ?? '';
}
