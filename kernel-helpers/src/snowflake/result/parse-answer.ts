import { z } from 'zod';
import { PlatformError } from '../../errors';
import { concealed } from '../../render/concealed';
import { cutRows } from './cut-rows';
import type { InlineRows, ResultFormat, ResultManifest } from './manifest';

const rowTypeSchema = z.object({
  name: z.string(),
  type: z.string(),
  precision: z.number().nullish(),
  scale: z.number().nullish(),
  nullable: z.boolean().nullish(),
});

const dataSchema = z.object({
  queryId: z.string(),
  rowtype: z.array(rowTypeSchema).nullish(),
  rowsetBase64: z.string().nullish(),
  total: z.number().int().nonnegative().nullish(),
  queryResultFormat: z.string().nullish(),
  chunks: z
    .array(
      z.object({
        url: z.string(),
        rowCount: z.number().int().nonnegative(),
        compressedSize: z.number().nonnegative().nullish(),
        uncompressedSize: z.number().nonnegative().nullish(),
      }),
    )
    .nullish(),
  chunkHeaders: z.record(z.string(), z.string()).nullish(),
  qrmk: z.string().nullish(),
  // The session's parameters; the driver, too, takes its time zone from here (snowflake-sdk 3.3.0, result/result.js).
  parameters: z.array(z.object({ name: z.string(), value: z.unknown() })).nullish(),
  queryContext: z.unknown().optional(),
});

const envelopeSchema = z.object({
  success: z.boolean(),
  code: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((code) => String(code ?? '')),
  message: z.string().nullish(),
  data: z.unknown(),
});

/** What every answer of Snowflake consists of, and the rows that came with it, still as bytes. */
export type Envelope = Readonly<z.infer<typeof envelopeSchema>> & { readonly inline?: InlineRows };

/** Reads the outer form of an answer to any request. Throws a SyntaxError where it is no JSON. */
export function parseEnvelope(body: Buffer): Envelope {
  const { rest, inline } = cutRows(body);
  return { ...parse(envelopeSchema, JSON.parse(rest)), ...(inline === undefined ? {} : { inline }) };
}

const failureSchema = z
  .object({ sqlState: z.string().nullish(), queryId: z.string().nullish(), queryContext: z.unknown().optional() })
  .nullish();
const progressSchema = z.object({ getResultUrl: z.string(), queryId: z.string().nullish() });

/** What Snowflake said: the result, that it is not there yet, or why there is none. */
export type Answer =
  | {
      readonly kind: 'result';
      readonly manifest: ResultManifest;
      /** What the next statement of the session says about the state that it has seen. */
      readonly queryContext: unknown;
    }
  | { readonly kind: 'running'; readonly resultPath: string; readonly queryId?: string }
  | {
      readonly kind: 'failure';
      readonly code: string;
      readonly message: string;
      readonly sqlState?: string;
      readonly queryId?: string;
      readonly queryContext?: unknown;
    };

/** Codes of the answer to a request for a result while the statement still runs (snowflake-sdk 3.3.0, statement.js). */
const STILL_RUNNING = new Set(['333333', '333334']);

/** Headers for server-side encryption with the reader's own key, as the driver sends them (result/result.js). */
const ENCRYPTION_ALGORITHM_HEADER = 'x-amz-server-side-encryption-customer-algorithm';
const ENCRYPTION_KEY_HEADER = 'x-amz-server-side-encryption-customer-key';

/** Reads Snowflake's JSON answer to a query or to a request for a result. */
export function parseAnswer(body: Buffer): Answer {
  return answerIn(parseEnvelope(body));
}

/** What an answer to a query or to a request for a result says. */
export function answerIn(answer: Envelope): Answer {
  const { code } = answer;
  if (STILL_RUNNING.has(code)) {
    const { getResultUrl, queryId } = parse(progressSchema, answer.data);
    return { kind: 'running', resultPath: getResultUrl, queryId: queryId ?? undefined };
  }
  if (!answer.success) {
    const details = failureSchema.safeParse(answer.data).data;
    return {
      kind: 'failure',
      code,
      message: answer.message ?? 'Snowflake gave no reason.',
      sqlState: details?.sqlState ?? undefined,
      queryId: details?.queryId ?? undefined,
      queryContext: details?.queryContext,
    };
  }
  const data = parse(dataSchema, answer.data);
  return { kind: 'result', manifest: manifestOf(data, answer.inline ?? NO_ROWS), queryContext: data.queryContext };
}

const NO_ROWS: InlineRows = { rowCount: 0, bytes: new Uint8Array() };

function manifestOf(data: z.infer<typeof dataSchema>, inlineJson: InlineRows): ResultManifest {
  const format = formatOf(data);
  const chunks = (data.chunks ?? []).map(({ url, rowCount, compressedSize, uncompressedSize }) => {
    const sizes = { rowCount, compressedBytes: compressedSize ?? 0, uncompressedBytes: uncompressedSize ?? 0 };
    return concealed({ url, ...sizes }, sizes);
  });
  const rowsInChunks = chunks.reduce((rows, chunk) => rows + chunk.rowCount, 0);
  const inline = format === 'json' ? inlineJson : inlineArrow(data, rowsInChunks);
  const rowCount = rowsInChunks + inline.rowCount;
  if (data.total !== null && data.total !== undefined && data.total !== rowCount) {
    throw new PlatformError(
      `Query ${data.queryId} announces ${data.total} rows but its parts hold ${rowCount}. Run it again.`,
    );
  }
  const shown = { queryId: data.queryId, rowCount };
  const headers = data.chunkHeaders ?? encryptionHeaders(data.qrmk);
  const manifest = {
    queryId: data.queryId,
    format,
    columns: (data.rowtype ?? []).map((column) => ({
      name: column.name,
      wireType: column.type.toLowerCase(),
      precision: column.precision ?? null,
      scale: column.scale ?? null,
      nullable: column.nullable ?? true,
    })),
    ...timeZoneOf(data.parameters),
    rowCount,
    inline,
    chunks,
    chunkHeaders: concealed(headers, { hidden: Object.keys(headers) }),
  };
  return concealed(manifest, shown);
}

function formatOf({ queryId, queryResultFormat: format }: z.infer<typeof dataSchema>): ResultFormat {
  if (format === null || format === undefined || format === 'json') return 'json';
  if (format === 'arrow') return format;
  throw new PlatformError(
    `Snowflake sent the result of query ${queryId} as ${format}, which is not known here. ` +
      'Remove QUERY_RESULT_FORMAT from the account, user or session parameters.',
  );
}

/** Rows in Arrow are not counted: they are those that are in no chunk (`result_batch.py` of the Python connector). */
function inlineArrow({ total, rowsetBase64 }: z.infer<typeof dataSchema>, rowsInChunks: number): InlineRows {
  const rowCount = Math.max(0, (total ?? rowsInChunks) - rowsInChunks);
  return { rowCount, bytes: Buffer.from(rowsetBase64 ?? '', 'base64') };
}

function timeZoneOf(parameters: z.infer<typeof dataSchema>['parameters']): { readonly timeZone?: string } {
  const value = parameters?.find(({ name }) => name === 'TIMEZONE')?.value;
  return typeof value === 'string' ? { timeZone: value } : {};
}

function encryptionHeaders(key: string | null | undefined): Record<string, string> {
  return key ? { [ENCRYPTION_ALGORITHM_HEADER]: 'AES256', [ENCRYPTION_KEY_HEADER]: key } : {};
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`);
  throw new PlatformError(`Snowflake's answer has an unknown form (${where.slice(0, 5).join('; ')}).`, {
    reason: 'unreadable-answer',
  });
}
