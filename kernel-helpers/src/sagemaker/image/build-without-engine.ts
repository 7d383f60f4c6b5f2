import { dirname } from 'node:path';
import type { Surroundings } from '../../surroundings';
import { MODEL_MANIFEST_TYPE } from '../../training-contract/index';
import { BaseImage } from './base-image';
import { KEPT_DOWNLOADS } from './downloads/kept-file';
import { npmPackage } from './downloads/npm-package';
import { pythonWheel } from './downloads/python-wheel';
import { KEPT_BYTES, removeOldDownloads } from './downloads/remove-old-downloads';
import type { ImageRecipe } from './image-recipe';
import { keptLayer } from './layers/kept-layer';
import { libraryLayer } from './layers/library-layer';
import { packagesLayer } from './layers/packages-layer';
import { programLayer } from './layers/program-layer';
import { LAYER_FORM, type Layer } from './layers/write-layer';
import { type OwnRegistry, openOwnRegistry } from './own-registry';
import { pushLayers, type SentLayer } from './push-layers';
import { digestOf } from './registry/digest';
import { configOnTopOf } from './registry/image-config';
import { holdsManifest, putManifest } from './registry/manifest';
import { TrainingImage } from './training-image';

const LAYER_TYPE = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const CONFIG_TYPE = 'application/vnd.docker.container.image.v1+json';

/**
 * Builds the image and pushes it, with no container engine: the base image's layers are copied from registry to
 * registry, three of our own are added. What the repository holds already is not sent again.
 * @param kept folder of kept downloads
 */
export async function buildWithoutEngine(
  recipe: ImageRecipe,
  directory: string,
  surroundings: Surroundings,
  kept: string = KEPT_DOWNLOADS,
): Promise<TrainingImage> {
  const { signal } = surroundings;
  const own = await openOwnRegistry(signal);
  const layers = await makeLayers(recipe, directory, surroundings, kept);
  const base = await BaseImage.open(recipe.base, own.registryOf(recipe.base), kept);
  const config = Buffer.from(configOnTopOf(await base.config(), layers, recipe.settings));
  const sent: readonly SentLayer[] = [
    ...base.manifest.layers.map((blob, index, all) => ({
      title: `the base image, layer ${index + 1} of ${all.length}`,
      digest: blob.digest,
      size: blob.size,
      content: (onBytes: (done: number) => void) => base.content(blob, onBytes),
      ...(base.registry === own.registry ? { from: base.name.repository } : {}),
    })),
    ...layers.map(({ content, ...layer }) => ({ ...layer, content: async () => content })),
  ];
  const configBlob = { digest: digestOf(config), size: config.length };
  await pushLayers(own, [...sent, { title: 'its settings', ...configBlob, content: async () => config }], surroundings);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MODEL_MANIFEST_TYPE,
    config: { mediaType: CONFIG_TYPE, ...configBlob },
    layers: sent.map(({ digest, size }) => ({ mediaType: LAYER_TYPE, digest, size })),
  });
  const image = await publish(own, recipe, manifest);
  await keepBound(kept, surroundings);
  return image;
}

async function keepBound(kept: string, { say }: Surroundings): Promise<void> {
  const { files, bytes } = await removeOldDownloads(kept);
  if (files === 0) return;
  say(
    `Downloads of image builds took more than ${KEPT_BYTES / 1e9} GB on this machine: ${files} of them, unused for longest, were removed (${Math.ceil(bytes / 1e6)} MB).`,
  );
}

/** The three layers of ours, always the same for the same recipe. */
async function makeLayers(
  { wheel, packages, program }: ImageRecipe,
  directory: string,
  { signal, progress }: Surroundings,
  kept: string,
): Promise<readonly Layer[]> {
  const line = progress('Making the layers of the training image');
  try {
    const options = { kept, cwd: dirname(directory), signal };
    line.report(`${wheel.name} ${wheel.version} from pip's index`);
    const library = await pythonWheel(wheel, options);
    const libraryName = `${wheel.name} ${wheel.version}`;
    line.report(`compressing ${libraryName}`);
    const first = await keptLayer(kept, [LAYER_FORM, libraryName, digestOf(library)], () =>
      libraryLayer(libraryName, library, signal),
    );
    line.report('packages from npm’s registry');
    const archives = await Promise.all(
      packages.map(async (one) => ({ name: one.name, content: await npmPackage(one, options) })),
    );
    line.report('compressing the program');
    return [first, await packagesLayer(archives, signal), await programLayer(program, signal)];
  } finally {
    line.close();
  }
}

async function publish(
  { registry, repository, repositoryUri }: OwnRegistry,
  { tag, device }: ImageRecipe,
  manifest: string,
): Promise<TrainingImage> {
  const digest = digestOf(manifest);
  if (!(await holdsManifest(registry, repository, tag, digest))) await putManifest(registry, repository, tag, manifest);
  return new TrainingImage({ uri: `${repositoryUri}@${digest}`, tag, digest, how: 'pushed', device });
}
