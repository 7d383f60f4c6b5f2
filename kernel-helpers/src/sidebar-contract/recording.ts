import { z } from 'zod';
import { ErrorJson } from '../error-json';
import { METHODS, type MethodName } from './methods';

interface Schemas {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  readonly event?: z.ZodType;
}

const seconds = z.number().nonnegative();

/** One request of the page and all that came back. Times are seconds since the recording began. */
export const RecordedExchange = z
  .object({
    method: z.enum(Object.keys(METHODS) as [MethodName, ...MethodName[]]),
    params: z.record(z.string(), z.unknown()),
    askedAt: seconds,
    events: z.array(z.object({ at: seconds, event: z.unknown() })).optional(),
    /** Undefined if the recording ended before the answer came. */
    answeredAt: seconds.optional(),
    result: z.unknown().optional(),
    error: ErrorJson.optional(),
  })
  .superRefine(({ method, params, events = [], result, error, answeredAt }, { addIssue }) => {
    const schemas: Schemas = METHODS[method];
    const check = (path: PropertyKey[], schema: z.ZodType, value: unknown): void => {
      for (const issue of schema.safeParse(value).error?.issues ?? []) {
        addIssue({ code: 'custom', path: [...path, ...issue.path], message: `${method}: ${issue.message}` });
      }
    };
    check(['params'], schemas.params, params);
    for (const [index, { event }] of events.entries()) {
      check(['events', index, 'event'], schemas.event ?? z.never(), event);
    }
    if (answeredAt !== undefined && error === undefined) check(['result'], schemas.result, result);
  });
export type RecordedExchange = z.infer<typeof RecordedExchange>;

/** What the sidebar asked of an account for a while, and what came back: one JSON file. It holds no secret. */
export const Recording = z.object({
  format: z.literal('tables-and-jobs recording'),
  version: z.literal(1),
  /** What people read: `California Housing on the local account`. */
  title: z.string(),
  /** ISO 8601. */
  beganAt: z.iso.datetime(),
  /** How many times faster a replay goes; jobs take minutes on AWS. */
  timesFaster: z.number().positive().default(60),
  exchanges: z.array(RecordedExchange),
});
export type Recording = z.infer<typeof Recording>;
