import { join } from 'node:path';
import { keptFile } from './downloads/kept-file';
import { type Blob, type OnBytes, pullBlob } from './registry/blob';
import { digestOf } from './registry/digest';
import type { ImageName } from './registry/image-name';
import { fetchManifest, type Manifest, readManifest } from './registry/manifest';
import type { Registry } from './registry/registry';

/** The image that the training image begins with. */
export class BaseImage {
  private constructor(
    readonly name: ImageName,
    readonly manifest: Manifest,
    readonly registry: Registry,
    private readonly kept: string,
  ) {}

  /** @param kept folder of kept downloads; what it holds is not asked for again */
  static async open(name: ImageName, registry: Registry, kept: string): Promise<BaseImage> {
    const manifest = await readManifest(
      (digest) => keep(kept, digest, () => fetchManifest(registry, name.repository, digest)),
      name,
    );
    return new BaseImage(name, manifest, registry, kept);
  }

  async config(): Promise<unknown> {
    return JSON.parse(Buffer.from(await this.content(this.manifest.config)).toString('utf8'));
  }

  /** The bytes of its configuration or of one of its layers. */
  async content(blob: Blob, onBytes?: OnBytes): Promise<Uint8Array> {
    return await keep(this.kept, blob.digest, () => pullBlob(this.registry, this.name.repository, blob, onBytes));
  }
}

async function keep(folder: string, digest: string, fetch: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const path = join(folder, 'base', digest.replace(':', '-'));
  return await keptFile({ path, isGenuine: (content) => digestOf(content) === digest, fetch });
}
