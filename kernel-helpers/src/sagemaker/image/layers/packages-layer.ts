import { buffer } from 'node:stream/consumers';
import type * as Tar from 'tar';
import { UserError } from '../../../errors';
import { PROGRAM_FOLDER } from './program-layer';
import { type Layer, type LayerFile, writeLayer } from './write-layer';

/** A package of npm, as its registry holds it. */
export interface PackageArchive {
  readonly name: string;
  /** A tar archive, compressed by gzip, already checked. */
  readonly content: Uint8Array;
}

/** What Node.js loads: programs and native code for this image's C library. Sources and pages stay outside. */
const LOADED = /^(?!vendor\/|doc\/|musl_x64\/).*(\.c?js|\.node|package\.json|LICENSE[^/]*)$/;

/** The packages that are not in the program's bundle, because they hold native code. */
export async function packagesLayer(archives: readonly PackageArchive[], signal: AbortSignal): Promise<Layer> {
  const files = await Promise.all(archives.map(filesOf));
  return await writeLayer(archives.map(({ name }) => name).join(' and '), files.flat(), signal);
}

async function filesOf({ name, content }: PackageArchive): Promise<readonly LayerFile[]> {
  const { Parser } = require('tar') as typeof Tar;
  const files: Promise<LayerFile>[] = [];
  const parser = new Parser({
    onReadEntry: (entry) => {
      // npm's archives hold everything in one folder, mostly `package`.
      const path = entry.path.slice(entry.path.indexOf('/') + 1);
      if (entry.type !== 'File' || !LOADED.test(path)) entry.resume();
      else files.push(buffer(entry as unknown as AsyncIterable<Buffer>).then((bytes) => fileOf(name, path, bytes)));
    },
  });
  await new Promise<void>((resolve, reject) => {
    parser.on('end', resolve);
    parser.on('error', reject);
    parser.end(Buffer.from(content));
  });
  if (files.length > 0) return await Promise.all(files);
  throw new UserError(
    `The package ${name} holds no program for Linux. Correct the version that container/package.json asks for.`,
  );
}

function fileOf(name: string, path: string, content: Uint8Array): LayerFile {
  return { path: `${PROGRAM_FOLDER}/node_modules/${name}/${path}`, content };
}
