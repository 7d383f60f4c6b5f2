import { z } from 'zod';
import { ErrorJson } from '../error-json';

/** Raised when one side can no longer read what the other sends. */
export const SIDEBAR_PROTOCOL = 1;

/** For how long the kernel keeps a comm from whose page it hears nothing. The page sends `alive` three times as often. */
export const LEASE_SECONDS = 60;

/** The kernel's first message on a comm. */
export const Hello = z.object({
  hello: z.object({
    protocol: z.number(),
    /** `kernel_info`'s implementation and its version. */
    kernel: z.object({ name: z.string(), version: z.string() }),
    processId: z.number(),
  }),
});
export type Hello = z.infer<typeof Hello>;

/** What the page sends: a request, the wish to end one, or a sign of life. */
export const FromPage = z.union([
  z.object({ id: z.string(), method: z.string(), params: z.record(z.string(), z.unknown()) }),
  z.object({ id: z.string(), cancel: z.literal(true) }),
  z.object({ alive: z.literal(true) }),
]);
export type FromPage = z.infer<typeof FromPage>;

/** A sentence about a problem that does not end the request. It may come after the page gave the request up. */
export const Notice = z.object({ id: z.string(), notice: z.string() });
export type Notice = z.infer<typeof Notice>;

/** What the kernel sends about a request: any number of events and notices, then one result or one error. */
export const FromKernel = z.union([
  Notice,
  z.object({ id: z.string(), event: z.unknown() }),
  z.object({ id: z.string(), result: z.unknown() }),
  z.object({ id: z.string(), error: ErrorJson }),
]);
export type FromKernel = z.infer<typeof FromKernel>;
