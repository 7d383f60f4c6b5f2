import { PlatformError } from '../../../errors';
import { digestOf } from './digest';
import type { Registry } from './registry';
import type { RegistryAnswer } from './registry-answer';
import { withRetries } from './retries';

/** What a registry holds under a digest: a layer or a configuration. */
export interface Blob {
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

/** Called with the bytes that have come or gone so far. */
export type OnBytes = (done: number) => void;

/** The progress is told after each of them. */
const PIECE_BYTES = 256 * 1024;

/** Whether a repository holds a blob already. */
export async function holdsBlob(registry: Registry, repository: string, { digest }: Blob): Promise<boolean> {
  const answer = await withRetries(registry.signal, () =>
    registry.send(`/v2/${repository}/blobs/${digest}`, { method: 'HEAD', expected: [404] }),
  );
  return answer.status !== 404;
}

/**
 * Asks the registry to take a blob over from another of its repositories. ECR does it where blob mounting is turned on
 * for the registry (https://docs.aws.amazon.com/AmazonECR/latest/userguide/blob-mounting.html).
 * @returns false where it does not; then the blob must be sent.
 */
export async function mountBlob(
  registry: Registry,
  repository: string,
  { digest }: Blob,
  from: string,
): Promise<boolean> {
  const query = new URLSearchParams({ mount: digest, from });
  // A registry that cannot do it begins an upload (202), which is left to expire, or refuses.
  const answer = await withRetries(registry.signal, () =>
    registry.send(`/v2/${repository}/blobs/uploads/?${query}`, { method: 'POST', expected: [400, 403, 404, 405] }),
  );
  return answer.status === 201;
}

/** Downloads a blob. A try that fails, or whose bytes are not the digest's, begins anew. */
export async function pullBlob(
  registry: Registry,
  repository: string,
  { digest, size }: Blob,
  onBytes: OnBytes = () => undefined,
): Promise<Uint8Array> {
  return await withRetries(registry.signal, async () => {
    const answer = await registry.send(`/v2/${repository}/blobs/${digest}`, { method: 'GET' });
    const parts: Uint8Array[] = [];
    let done = 0;
    for await (const piece of answer.pieces()) {
      parts.push(piece);
      done += piece.length;
      // Whoever sends more than that sends something else, perhaps without end.
      if (done > size) break;
      onBytes(done);
    }
    const content = Buffer.concat(parts);
    if (digestOf(content) === digest) return content;
    throw new PlatformError(
      `${answer.url.host} sent other bytes than those of ${digest}. Run it again; if it fails again, check what answers under this name.`,
      { reason: 'unreadable-answer' },
    );
  });
}

/** Uploads a blob, as Docker does it: one PATCH with all bytes, one PUT with the digest. A failed try begins anew. */
export async function pushBlob(
  registry: Registry,
  repository: string,
  digest: string,
  content: Uint8Array,
  onBytes: OnBytes = () => undefined,
): Promise<void> {
  await withRetries(registry.signal, async () => {
    const begun = await registry.send(`/v2/${repository}/blobs/uploads/`, { method: 'POST' });
    const sent = await registry.send(placeOf(begun), {
      method: 'PATCH',
      headers: { 'content-type': 'application/octet-stream' },
      body: () => inPieces(content, onBytes),
    });
    const end = placeOf(sent);
    end.searchParams.set('digest', digest);
    const stored = await registry.send(end, { method: 'PUT' });
    checkDigest(stored, digest);
  });
}

/** Where the registry wants the next bytes. */
function placeOf(answer: RegistryAnswer): URL {
  const location = answer.header('location');
  if (location !== undefined) return new URL(location, answer.url);
  throw new PlatformError(`${answer.url.host} does not say where to send a layer. Is it a registry?`, {
    reason: 'unreadable-answer',
  });
}

/** A registry may repeat the digest of what it stored (`Docker-Content-Digest`). */
export function checkDigest(answer: RegistryAnswer, digest: string): void {
  const stored = answer.header('docker-content-digest');
  if (stored === undefined || stored === digest) return;
  throw new PlatformError(`${answer.url.host} stored other bytes (${stored}) than it was sent (${digest}).`, {
    reason: 'unreadable-answer',
  });
}

async function* inPieces(content: Uint8Array, onBytes: OnBytes): AsyncIterable<Uint8Array> {
  for (let from = 0; from < content.length; from += PIECE_BYTES) {
    yield content.subarray(from, from + PIECE_BYTES);
    onBytes(Math.min(from + PIECE_BYTES, content.length));
  }
}
