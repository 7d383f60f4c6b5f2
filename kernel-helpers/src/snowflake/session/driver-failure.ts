import { z } from 'zod';

/** The facts of a failure that Snowflake or its driver reported, without requests and answers (those hold secrets). */
export interface SnowflakeFailure {
  readonly message: string;
  readonly code?: string;
  readonly sqlState?: string;
  readonly queryId?: string;
  /** The HTTP status, if that was the failure. */
  readonly status?: number;
  /** Node's code of the failure below, such as ECONNREFUSED. */
  readonly networkCode?: string;
}

const errorSchema = z.object({
  message: z.string(),
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  sqlState: z.string().optional().catch(undefined),
  data: z
    .object({ queryId: z.string().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
  cause: z
    .object({ code: z.string().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
  response: z
    .object({ statusCode: z.number().optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});

/** Takes from the driver's error what may be shown: its own object carries the login request and the tokens. */
export function failureOfDriver(error: unknown): SnowflakeFailure {
  const parsed = errorSchema.safeParse(error);
  if (!parsed.success) return { message: String(error) };
  const { message, code, sqlState, data, cause, response } = parsed.data;
  return {
    message,
    code: code === undefined ? undefined : String(code).padStart(6, '0'),
    sqlState,
    queryId: data?.queryId,
    status: response?.statusCode,
    networkCode: cause?.code,
  };
}

/** The failure as an error, which becomes the cause of ours. */
export class SnowflakeError extends Error {
  override readonly name = 'SnowflakeError';
  readonly code?: string;
  readonly sqlState?: string;
  readonly queryId?: string;

  constructor(failure: SnowflakeFailure) {
    super(failure.message);
    this.code = failure.code;
    this.sqlState = failure.sqlState;
    this.queryId = failure.queryId;
  }
}
