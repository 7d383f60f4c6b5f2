import { z } from 'zod';
import { PlatformError, UserError } from '../../../errors';
import { MODEL_MANIFEST_TYPE } from '../../../training-contract/index';
import { checkDigest } from './blob';
import { digestOf } from './digest';
import type { ImageName } from './image-name';
import type { Registry } from './registry';
import { withRetries } from './retries';

/** Docker's forms, which SageMaker takes for models, and OCI's, in which most base images are published. */
const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const MANIFEST_TYPES = ['application/vnd.oci.image.manifest.v1+json', MODEL_MANIFEST_TYPE];
/** Both name the same bytes: a tar archive, compressed by gzip. */
const LAYER_TYPES = [
  'application/vnd.oci.image.layer.v1.tar+gzip',
  'application/vnd.docker.image.rootfs.diff.tar.gzip',
];

const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const blobSchema = z.object({ mediaType: z.string(), digest: digestSchema, size: z.number().int().nonnegative() });
const indexSchema = z.object({
  manifests: z.array(
    blobSchema.extend({ platform: z.object({ os: z.string(), architecture: z.string() }).optional() }),
  ),
});
const manifestSchema = z.object({ config: blobSchema, layers: z.array(blobSchema).min(1) });

export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/**
 * Reads the manifest of the image for SageMaker's machines, behind the digest of an index or of the manifest itself.
 * @param get the checked bytes of a manifest
 * @throws UserError where the image has another form, or is not for these machines.
 */
export async function readManifest(
  get: (digest: string) => Promise<Uint8Array>,
  { repository, digest }: ImageName,
): Promise<Manifest> {
  const content = parse(await get(digest));
  const index = indexSchema.safeParse(content);
  if (!index.success) return manifestOf(content, repository);
  const fitting = index.data.manifests.find(
    ({ platform, mediaType }) =>
      platform?.os === 'linux' && platform.architecture === 'amd64' && MANIFEST_TYPES.includes(mediaType),
  );
  if (fitting !== undefined) return manifestOf(parse(await get(fitting.digest)), repository);
  throw new UserError(`The base image ${repository}@${digest} is not made for linux/amd64. Name another one.`);
}

/** Downloads a manifest or an index, and checks its digest. */
export async function fetchManifest(registry: Registry, repository: string, digest: string): Promise<Uint8Array> {
  return await withRetries(registry.signal, async () => {
    const answer = await registry.send(`/v2/${repository}/manifests/${digest}`, {
      method: 'GET',
      headers: { accept: [...INDEX_TYPES, ...MANIFEST_TYPES].join(', ') },
    });
    const body = await answer.bytes();
    if (digestOf(body) === digest) return body;
    throw new PlatformError(
      `${answer.url.host} sent another manifest than ${digest}. Check what answers under this name.`,
      { reason: 'unreadable-answer' },
    );
  });
}

/** True if the repository holds this manifest under the tag already. */
export async function holdsManifest(registry: Registry, repository: string, tag: string, digest: string) {
  const answer = await withRetries(registry.signal, () =>
    registry.send(`/v2/${repository}/manifests/${tag}`, {
      method: 'HEAD',
      headers: { accept: MODEL_MANIFEST_TYPE },
      expected: [404],
    }),
  );
  return answer.status !== 404 && answer.header('docker-content-digest') === digest;
}

/** Stores a manifest under a tag. The registry refuses one whose layers it does not hold. */
export async function putManifest(registry: Registry, repository: string, tag: string, content: string): Promise<void> {
  await withRetries(registry.signal, async () => {
    const stored = await registry.send(`/v2/${repository}/manifests/${tag}`, {
      method: 'PUT',
      headers: { 'content-type': MODEL_MANIFEST_TYPE },
      body: () => Buffer.from(content),
    });
    checkDigest(stored, digestOf(content));
  });
}

function parse(content: Uint8Array): unknown {
  return JSON.parse(Buffer.from(content).toString('utf8'));
}

function manifestOf(content: unknown, repository: string): Manifest {
  const manifest = manifestSchema.safeParse(content);
  if (manifest.success && manifest.data.layers.every(({ mediaType }) => LAYER_TYPES.includes(mediaType))) {
    return manifest.data;
  }
  throw new UserError(
    `The base image ${repository} has a form that SageMaker's image cannot have: its layers must be archives compressed by gzip. Name another one.`,
  );
}
