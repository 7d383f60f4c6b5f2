import { parseJson } from 'kernel-helpers/parse-json';
import { z } from 'zod';
import { type ImageStore, type StoredManifest, sha256 } from './image-store';
import { RegistryError } from './registry-error';

const referenceSchema = z.object({ digest: z.string() });
/** An image's manifest, or an index of several; in docker's and in OCI's form alike. */
const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  config: referenceSchema.optional(),
  layers: z.array(referenceSchema).default([]),
  manifests: z.array(referenceSchema).default([]),
});

/**
 * Reads a manifest that a client pushes.
 * @throws RegistryError when it is none, or when the repository lacks something that it names.
 */
export function parseManifest(
  content: Buffer,
  contentType: string | undefined,
  repository: string,
  store: ImageStore,
): StoredManifest {
  const manifest = manifestSchema.safeParse(parseJson(content.toString('utf8')));
  const mediaType = manifest.data?.mediaType ?? contentType;
  if (!manifest.success || mediaType === undefined)
    throw new RegistryError(400, 'MANIFEST_INVALID', 'This is not a manifest of schema version 2.');
  const { config, layers, manifests } = manifest.data;
  const lacking = [
    ...[...(config === undefined ? [] : [config]), ...layers].filter(
      ({ digest }) => store.findBlob(repository, digest) === undefined,
    ),
    ...manifests.filter(({ digest }) => store.findManifest(repository, digest) === undefined),
  ].map(({ digest }) => digest);
  if (lacking.length > 0) {
    const text = `The repository ${repository} does not hold ${lacking.join(', ')}. Push it first.`;
    throw new RegistryError(400, 'MANIFEST_BLOB_UNKNOWN', text);
  }
  return { digest: sha256(content), mediaType, content };
}
