import { z } from 'zod';
import { SnowflakeError } from '../snowflake-error';

/** The session parameter that asks for faults; the service has none of this name. */
export const FAULTS_PARAMETER = 'LOCAL_FAULTS';

const place = {
  /** The chunk that it befalls, counted from 0. @default any */
  chunk: z.number().int().nonnegative().optional(),
  /** How many downloads it befalls. @default 1 */
  times: z.number().int().positive().optional(),
};

const chunkFault = z.discriminatedUnion('fault', [
  z.strictObject({
    fault: z.enum([
      // The first half comes, and then the end, as if that were all.
      'truncated',
      // The first half comes, and then nothing any more.
      'stalled',
      // The first half comes, and then the connection is reset.
      'reset',
      // What S3 answers to a link that has expired.
      'expired',
      // The same, and the token of the session has expired too.
      'session expired',
      'gzip without header',
      'header without gzip',
      // One bit in the middle is another one.
      'corrupt gzip',
    ]),
    ...place,
  }),
  z.strictObject({ fault: z.literal('slow'), bytesPerSecond: z.number().positive(), ...place }),
  // So that other chunks come before it.
  z.strictObject({ fault: z.literal('late'), seconds: z.number().positive(), ...place }),
  z.strictObject({
    fault: z.literal('busy'),
    status: z.union([z.literal(429), z.literal(503)]),
    retryAfterSeconds: z.number().int().nonnegative().optional(),
    ...place,
  }),
]);

/** What goes wrong with the download of a chunk. */
export type ChunkFault = z.infer<typeof chunkFault>;

/** What will go wrong with the downloads of one session, so that tests can look at what clients do. */
export class ChunkFaults {
  #left: readonly { readonly fault: ChunkFault; readonly times: number }[];

  private constructor(faults: readonly ChunkFault[]) {
    this.#left = faults.map((fault) => ({ fault, times: fault.times ?? 1 }));
  }

  /**
   * Reads the value of the parameter.
   * @param text JSON, for example `[{"fault":"stalled","chunk":1}]`
   */
  static parse(text: string): ChunkFaults {
    try {
      return new ChunkFaults(z.array(chunkFault).parse(JSON.parse(text)));
    } catch (cause) {
      const message = `Invalid value for parameter '${FAULTS_PARAMETER}': ${String(cause)}`;
      throw new SnowflakeError('001097', '22023', message, { cause });
    }
  }

  /** The fault that befalls this download, which counts as one of its times. */
  take(chunk: number): ChunkFault | undefined {
    const found = this.#left.find(({ fault }) => fault.chunk === undefined || fault.chunk === chunk);
    this.#left = this.#left
      .map((one) => (one === found ? { ...one, times: one.times - 1 } : one))
      .filter(({ times }) => times > 0);
    return found?.fault;
  }
}
