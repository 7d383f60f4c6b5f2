import { z } from 'zod';
import { END, type TakenStep } from '../script-steps';

const words = z.object({
  /** The last line that the host wrote into its log. */
  lastLine: z.string(),
  megabytes: z.number(),
});

const step = z.object({
  host: z.string(),
  number: z.number(),
  name: z.enum(['share()', 'train()', END]),
  given: z.record(z.string(), z.string()),
}) satisfies z.ZodType<TakenStep>;

/** What a host last told of itself, so that others can tell it if the host is lost. */
export type LastWords = z.infer<typeof words>;

const lineMessage = z.discriminatedUnion('kind', [
  /** The first message of a host: its name, and the port where others reach it if it has to lead. */
  z.object({ kind: z.literal('hello'), host: z.string(), port: z.number() }),
  /** The leader says who is there and where XGBoost's tracker is. */
  z.object({
    kind: z.literal('meet'),
    generation: z.number(),
    hosts: z.array(z.object({ name: z.string(), port: z.number() })),
    trackerPort: z.number(),
  }),
  z.object({ kind: z.literal('alive'), words }),
  z.object({ kind: z.literal('lost'), host: z.string(), reason: z.string() }),
  /** The work of a host failed; `failure` is the text of `writeFailure`. */
  z.object({ kind: z.literal('failed'), failure: z.string() }),
  /** A host has come to a step of its script, in this generation of hosts. */
  z.object({ kind: z.literal('step'), generation: z.number(), step }),
  /** The host has done its work. */
  z.object({ kind: z.literal('bye'), host: z.string() }),
]);

/** What hosts say to each other beside XGBoost's own traffic: one JSON object a line. */
export type LineMessage = z.infer<typeof lineMessage>;

export function writeLineMessage(message: LineMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/** The message of one line; undefined where the line is of another program. */
export function readLineMessage(line: string): LineMessage | undefined {
  try {
    return lineMessage.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
