import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { Header } from 'tar';
import { ROOT } from '../../../../support/clone';
import { type ImageRegistry, sha256 } from '../../../../support/image-registry';
import { integrityOf, type ServedPackage } from './package-server';

/** A folder in the form of the package `container`, with small parts in place of the large ones. */
export interface SmallContainer {
  /** The folder that a notebook would work in. */
  readonly workFolder: string;
  readonly directory: string;
  readonly packages: readonly ServedPackage[];
  readonly wheel: ServedPackage;
}

export const BASE_REPOSITORY = 'docker/library/node';

/** @param base `host/repository:tag@digest` of the base image */
export function makeSmallContainer(workFolder: string, base: string): SmallContainer {
  const directory = join(workFolder, 'node_modules', 'container');
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  const packages = [
    packageArchive('koffi', '3.3.4', { 'index.cjs': 'exports.load = 1;', 'src/koffi/src/call.cc': 'int main;' }),
    packageArchive('@koromix/koffi-linux-x64', '3.3.4', {
      'linux_x64/koffi.node': 'native',
      'musl_x64/koffi.node': 'other',
    }),
  ];
  const wheel = makeWheel();
  const dockerfile = readFileSync(join(ROOT, 'container', 'Dockerfile'), 'utf8');
  write('Dockerfile', dockerfile.replace(/^ARG NODE_IMAGE=.*$/m, `ARG NODE_IMAGE=${base}`));
  write('package.json', '{"name":"container","version":"0.1.0"}');
  write(
    'xgboost-wheel.txt',
    `xgboost-cpu==3.2.0 \\\n    --hash=sha256:${sha256(wheel.content).slice('sha256:'.length)}\n`,
  );
  write('image-program/dist/main.js', "console.log('trains');\n");
  write('image-program/package.json', '{"name":"container"}');
  const locked = packages.map(({ name, version, content }) => [
    `node_modules/${name}`,
    { version, integrity: integrityOf(content) },
  ]);
  write('image-program/package-lock.json', JSON.stringify({ packages: Object.fromEntries(locked) }));
  return { workFolder, directory, packages, wheel };
}

/** Puts a base image for two processors into a registry, in OCI's form, as public ones are; returns its name. */
export function addBaseImage(registry: ImageRegistry, repository = BASE_REPOSITORY): string {
  const layers = ['usr/bin/node', 'etc/os-release'].map((path) => tarOf({ [path]: `the file ${path}` }));
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Env: ['PATH=/usr/bin', 'NODE_ENV=development'], Cmd: ['node'], Entrypoint: ['docker-entrypoint.sh'] },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => sha256(layer)) },
    history: layers.map((_layer, index) => ({ created_by: `base layer ${index}` })),
  };
  const manifestType = 'application/vnd.oci.image.manifest.v1+json';
  const described = (mediaType: string, content: Buffer) => ({
    mediaType,
    digest: registry.addBlob(repository, content),
    size: content.length,
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: described('application/vnd.oci.image.config.v1+json', Buffer.from(JSON.stringify(config))),
      layers: layers.map((layer) =>
        described('application/vnd.oci.image.layer.v1.tar+gzip', Buffer.from(gzipSync(layer, { mtime: 0 }))),
      ),
    }),
  );
  const digest = registry.addManifest(repository, 'amd64', manifestType, manifest);
  const platforms = ['arm64', 'amd64'].map((architecture) => ({
    mediaType: manifestType,
    digest: architecture === 'amd64' ? digest : sha256('another image'),
    size: manifest.length,
    platform: { os: 'linux', architecture },
  }));
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: platforms }));
  const type = 'application/vnd.oci.image.index.v1+json';
  return `${repository}:24-slim@${registry.addManifest(repository, '24-slim', type, index)}`;
}

function packageArchive(name: string, version: string, files: Readonly<Record<string, string>>): ServedPackage {
  const all = { 'package.json': JSON.stringify({ name, version }), ...files };
  const content = gzipSync(
    tarOf(Object.fromEntries(Object.entries(all).map(([path, text]) => [`package/${path}`, text]))),
  );
  return { name, version, file: `${name.replace(/\W/g, '-')}-${version}.tgz`, content: Buffer.from(content) };
}

function makeWheel(): ServedPackage {
  const info = 'xgboost_cpu-3.2.0.dist-info';
  const files: Readonly<Record<string, string>> = {
    'xgboost/core.py': 'import numpy',
    'xgboost/lib/libxgboost.so': `library ${createHash('sha256').update('large').digest('hex')}`,
    'xgboost_cpu.libs/libgomp.so.1': 'threads',
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: xgboost-cpu\nVersion: 3.2.0\n',
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-manylinux_2_28_x86_64\n',
    [`${info}/RECORD`]: '',
  };
  const content = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
  const file = 'xgboost_cpu-3.2.0-py3-none-manylinux_2_28_x86_64.whl';
  return { name: 'xgboost-cpu', version: '3.2.0', file, content: Buffer.from(content) };
}

function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const blocks = Object.entries(files).flatMap(([path, text]) => {
    const header = Buffer.alloc(512);
    new Header({ path, mode: 0o644, size: text.length, type: 'File', mtime: new Date(0) }).encode(header, 0);
    const content = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    content.write(text);
    return [header, content];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
