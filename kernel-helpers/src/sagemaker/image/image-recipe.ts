import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { InternalError } from '../../errors';
import { BASE_IMAGE_VARIABLE } from '../names';
import { parseDockerfile } from './dockerfile';
import type { PinnedPackage } from './downloads/npm-package';
import { type PinnedWheel, readPinnedWheel } from './downloads/python-wheel';
import { readProgram } from './layers/program-layer';
import { LAYER_FORM, type LayerFile } from './layers/write-layer';
import { digestOf } from './registry/digest';
import type { AddedSettings } from './registry/image-config';
import { type ImageName, parsePinnedImage } from './registry/image-name';

/** What the image trains on: processors, or one GPU of NVIDIA's. */
export type ImageDevice = 'cpu' | 'cuda';

/** Everything that decides the image. */
export interface ImageRecipe {
  readonly device: ImageDevice;
  readonly base: ImageName;
  readonly wheel: PinnedWheel;
  readonly packages: readonly PinnedPackage[];
  readonly program: readonly LayerFile[];
  readonly settings: AddedSettings;
  /** Twelve hex digits, made of all of this. */
  readonly tag: string;
}

/** The wheel's file of each device, in the folder of the package `container`. */
const WHEEL_FILES: Readonly<Record<ImageDevice, string>> = {
  cpu: 'xgboost-wheel.txt',
  cuda: 'xgboost-cuda-wheel.txt',
};

/** What NVIDIA's runtime of containers reads (NVIDIA Container Toolkit, "Environment variables"). */
const GPU_ENVIRONMENT = { NVIDIA_VISIBLE_DEVICES: 'all', NVIDIA_DRIVER_CAPABILITIES: 'compute,utility' };

/** The image's own packages, as npm names their folders; all others are in the program's bundle. */
const PACKAGES = ['koffi', '@koromix/koffi-linux-x64'];

/**
 * Reads what decides the image from the folder of the package `container`; nothing is downloaded.
 * @throws UserError where the program is not built, or `base` names no digest.
 */
export async function readRecipe(
  directory: string,
  { device = 'cpu', base }: { readonly device?: ImageDevice; readonly base?: string } = {},
): Promise<ImageRecipe> {
  const facts = parseDockerfile(await readFile(join(directory, 'Dockerfile'), 'utf8'));
  const folder = join(directory, 'image-program');
  const program = await readProgram(folder);
  const parts = {
    device,
    base: chosenBase(base, facts.base),
    wheel: await readPinnedWheel(join(directory, WHEEL_FILES[device])),
    packages: await readPackages(folder),
    settings: {
      environment: { ...facts.environment, ...(device === 'cuda' ? GPU_ENVIRONMENT : {}) },
      entrypoint: facts.entrypoint,
    },
  };
  return { ...parts, program, tag: tagOf(parts, program) };
}

function chosenBase(base: string | undefined, pinned: string): ImageName {
  if (base !== undefined) return parsePinnedImage(base, 'base');
  const named = process.env[BASE_IMAGE_VARIABLE];
  return named ? parsePinnedImage(named, BASE_IMAGE_VARIABLE) : parsePinnedImage(pinned, 'container/Dockerfile');
}

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional() })),
});

async function readPackages(folder: string): Promise<readonly PinnedPackage[]> {
  const { packages } = lockSchema.parse(JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')));
  return PACKAGES.map((name) => {
    const { version, integrity } = packages[`node_modules/${name}`] ?? {};
    if (version === undefined || integrity === undefined) {
      throw new InternalError(`The lockfile of the training program does not pin ${name}.`);
    }
    return { name, version, integrity };
  });
}

/** The base counts by its digest alone: a copy in another registry is the same image. */
function tagOf({ base, wheel, ...parts }: Omit<ImageRecipe, 'program' | 'tag'>, program: readonly LayerFile[]): string {
  const { name, version, sha256 } = wheel;
  const files = program.map(({ path, content }) => [path, digestOf(content)]);
  const all = JSON.stringify({
    form: LAYER_FORM,
    base: base.digest,
    wheel: { name, version, sha256 },
    ...parts,
    files,
  });
  return createHash('sha256').update(all).digest('hex').slice(0, 12);
}
