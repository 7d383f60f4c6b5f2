import { createHmac, randomBytes } from 'node:crypto';
import type { StoredChunk } from '../results/result-set';
import { isSameSecret } from '../session/session-registry';

/** Links to chunks are good for six hours: https://docs.snowflake.com/en/user-guide/querying-persisted-results */
export const CHUNK_LINK_SECONDS = 6 * 3600;

/** Makes and checks links to chunk files. A link is a capability: it needs no session, and nobody can guess one. */
export class ChunkLinks {
  private readonly key = randomBytes(32);

  constructor(private readonly lifetimeSeconds: number) {}

  /** The path and query of a chunk's link. */
  pathOf(queryId: string, index: number): string {
    const expires = Date.now() + this.lifetimeSeconds * 1000;
    return `/chunks/${queryId}/${index}?expires=${expires}&signature=${this.sign(queryId, index, expires)}`;
  }

  /** True for a link that was made here and has not expired. */
  isValid(queryId: string, index: number, query: URLSearchParams): boolean {
    const expires = Number(query.get('expires'));
    return isSameSecret(query.get('signature') ?? '', this.sign(queryId, index, expires)) && Date.now() < expires;
  }

  private sign(queryId: string, index: number, expires: number): string {
    return createHmac('sha256', this.key).update(`${queryId} ${index} ${expires}`).digest('base64url');
  }
}

/** `chunks` of an answer. */
export function describeChunks(chunks: readonly StoredChunk[], urlOf: (index: number) => string) {
  return chunks.map((chunk, index) => ({
    url: urlOf(index),
    rowCount: chunk.rowCount,
    uncompressedSize: chunk.uncompressedBytes,
    compressedSize: chunk.compressedBytes,
  }));
}
