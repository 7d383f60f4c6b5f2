import type { Query, QueryAnswer } from '../queries/query';
import { rowTypeOf } from '../results/row-type';
import type { SnowflakeError } from '../snowflake-error';
import { chunkPath } from './signed-links';

/** JSON text of an answer. The default is HTTP status 200, because drivers retry any other status. */
export interface Answer {
  readonly json: string;
}

export function success(data: unknown): Answer {
  return { json: JSON.stringify({ data, code: null, message: null, success: true }) };
}

export function failure(error: SnowflakeError, data: Readonly<Record<string, unknown>> = {}): Answer {
  const { code, sqlState, message } = error;
  return {
    json: JSON.stringify({
      data: { internalError: false, errorCode: code, sqlState, age: 0, ...data },
      code,
      message,
      success: false,
    }),
  };
}

/** The answer for a statement that is still running: the driver asks again at `getResultUrl`. */
export function inProgress(query: Query, isAsync: boolean): Answer {
  return {
    json: JSON.stringify({
      data: {
        queryId: query.id,
        getResultUrl: `/queries/${query.id}/result`,
        queryAbortsAfterSecs: 300,
        progressDesc: null,
      },
      code: isAsync ? '333334' : '333333',
      message: 'Query execution in progress.',
      success: true,
    }),
  };
}

/** The answer for a finished statement. Inline rows of JSON already are text and are put in unchanged. */
export function finished(query: Query, answer: QueryAnswer, linkTo: (path: string) => string): Answer {
  const { result, finalNames } = answer;
  const data = {
    parameters: answer.parameters,
    rowtype: result.columns.map(rowTypeOf),
    rowsetBase64: result.format === 'arrow' ? result.inlineRows : null,
    total: result.rowCount,
    returned: result.rowCount,
    queryId: query.id,
    sqlState: '00000',
    databaseProvider: null,
    finalDatabaseName: finalNames.database,
    finalSchemaName: finalNames.schema,
    finalWarehouseName: finalNames.warehouse,
    finalRoleName: finalNames.role,
    numberOfBinds: 0,
    arrayBindSupported: false,
    statementTypeId: answer.statementTypeId,
    version: 1,
    sendResultTime: Date.now(),
    queryResultFormat: result.format,
    queryContext: { entries: [] },
    ...(result.chunks.length === 0
      ? {}
      : {
          chunks: result.chunks.map((chunk, index) => ({
            url: linkTo(chunkPath(query.id, index)),
            rowCount: chunk.rowCount,
            uncompressedSize: chunk.uncompressedBytes,
            compressedSize: chunk.compressedBytes,
          })),
          chunkHeaders: {},
        }),
    ...answer.upload,
  };
  if (result.format === 'arrow') return success(data);
  const [head, tail] = splitAtRows({ data: { rowset: [], ...data }, code: null, message: null, success: true });
  return { json: head + result.inlineRows + tail };
}

const EMPTY_ROWS = '{"data":{"rowset":[';

/** `rowset` is the first member, so the position of the rows in the text is known. */
function splitAtRows(envelope: unknown): readonly [string, string] {
  return [EMPTY_ROWS, JSON.stringify(envelope).slice(EMPTY_ROWS.length)];
}
