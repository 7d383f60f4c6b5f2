import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Query } from './query';

/** Results can be asked for again for a day: https://docs.snowflake.com/en/user-guide/querying-persisted-results */
const KEPT_MILLISECONDS = 24 * 3600 * 1000;

/** Deviation: the service has room for every result of a day; here the oldest go first. */
const KEPT_BYTES = 4 * 1024 ** 3;

/** All statements that are running or whose results are still kept. */
export class QueryRegistry {
  private readonly byId = new Map<string, Query>();
  private readonly byRequest = new Map<string, Query>();

  constructor(private readonly resultsDirectory: string) {}

  add(query: Query): void {
    this.byId.set(query.id, query);
    this.byRequest.set(requestKey(query.sessionId, query.requestId), query);
  }

  find(id: string): Query | undefined {
    return this.byId.get(id);
  }

  /** Finds the query of a request that is sent again, since it must not run again. Ids are unique within a session. */
  findRequest(sessionId: number, requestId: string): Query | undefined {
    return this.byRequest.get(requestKey(sessionId, requestId));
  }

  /** From the oldest to the newest. */
  all(): readonly Query[] {
    return [...this.byId.values()];
  }

  /** Forgets results that are older than a day, and then the oldest ones until the rest is not too large. */
  async forgetOld(now = Date.now()): Promise<void> {
    const ended = [...this.byId.values()].filter((query) => query.endedAt !== null);
    let bytes = ended.reduce((sum, query) => sum + chunkBytes(query), 0);
    for (const query of ended) {
      const isOld = now - (query.endedAt ?? now) >= KEPT_MILLISECONDS;
      if (!isOld && (bytes <= KEPT_BYTES || chunkBytes(query) === 0)) continue;
      bytes -= chunkBytes(query);
      this.byId.delete(query.id);
      this.byRequest.delete(requestKey(query.sessionId, query.requestId));
      await rm(join(this.resultsDirectory, query.id), { recursive: true, force: true });
    }
  }

  /** Cancels the running statements of one session or of all, and waits until they have ended. */
  async cancelAll(sessionId?: number): Promise<void> {
    const running = [...this.byId.values()].filter(
      (query) => query.outcome === null && (sessionId === undefined || query.sessionId === sessionId),
    );
    for (const query of running) query.cancellation.cancel();
    await Promise.all(running.map((query) => query.ended));
  }
}

function requestKey(sessionId: number, requestId: string): string {
  return `${sessionId} ${requestId}`;
}

function chunkBytes({ outcome }: Query): number {
  const chunks = outcome?.ok === true ? outcome.answer.result.chunks : [];
  return chunks.reduce((sum, chunk) => sum + chunk.compressedBytes, 0);
}
