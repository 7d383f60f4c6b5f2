import { z } from 'zod';
import { unitsOf } from './code-points';

/**
 * The requests of clients, as https://jupyter-client.readthedocs.io/en/stable/messaging.html lists them.
 * Unknown members are ignored, because a client may be newer than the kernel.
 */
const jsonObject = z.record(z.string(), z.unknown());

/** Converts the cursor position, so that all further code counts as JavaScript does. */
const codeWithCursor = z
  .object({ code: z.string(), cursor_pos: z.number().int().nonnegative() })
  .transform(({ code, cursor_pos }) => ({ code, cursor_pos: unitsOf(code, cursor_pos) }));

export const headerSchema = z.object({
  msg_id: z.string(),
  msg_type: z.string(),
  session: z.string().default(''),
});

export const requestSchemas = {
  execute_request: z.object({
    code: z.string(),
    silent: z.boolean().default(false),
    store_history: z.boolean().default(true),
    user_expressions: z.record(z.string(), z.string()).default({}),
    allow_stdin: z.boolean().default(false),
    stop_on_error: z.boolean().default(true),
  }),
  kernel_info_request: z.object({}),
  is_complete_request: z.object({ code: z.string() }),
  complete_request: codeWithCursor,
  inspect_request: codeWithCursor,
  history_request: z.object({
    hist_access_type: z.enum(['tail', 'range', 'search']),
    output: z.boolean().default(false),
    session: z.number().int().nullish(),
    start: z.number().int().nullish(),
    stop: z.number().int().nullish(),
    n: z.number().int().nullish(),
    pattern: z.string().nullish(),
    unique: z.boolean().default(false),
  }),
  comm_info_request: z.object({ target_name: z.string().nullish() }),
  shutdown_request: z.object({ restart: z.boolean().default(false) }),
  debug_request: z.object({
    seq: z.number().default(0),
    command: z.string().default(''),
    arguments: jsonObject.nullish().transform((given) => given ?? {}),
  }),
  comm_open: z.object({ comm_id: z.string(), target_name: z.string(), data: jsonObject.default({}) }),
  comm_msg: z.object({ comm_id: z.string(), data: jsonObject.default({}) }),
  comm_close: z.object({ comm_id: z.string(), data: jsonObject.default({}) }),
  input_reply: z.object({ value: z.string() }),
} as const;

export type RequestType = keyof typeof requestSchemas;
export type Content<T extends RequestType> = Readonly<z.infer<(typeof requestSchemas)[T]>>;

export type ExecuteRequest = Content<'execute_request'>;
export type HistoryRequest = Content<'history_request'>;

/** True for a message type that this kernel understands. */
export function isRequestType(type: string): type is RequestType {
  return Object.hasOwn(requestSchemas, type);
}
