import { UserError } from '../../errors';
import { concealed } from '../../render/concealed';
import type { ResultColumn, ResultFormat, ResultManifest } from '../result/manifest';
import type { Session, Statement } from '../session/session';
import { quoteIdentifier } from './identifiers';
import type { SqlRequest } from './read-statement';
import { inFormat } from './statement-format';
import { isKeyword, isSymbol, type SqlToken } from './tokens';

/** Whether a session's server answers Arrow, as far as that is known. */
const answersArrow = new WeakMap<Session, boolean>();

/**
 * Runs a query so that its FLOAT columns keep every bit: as Arrow where the server does that, else as texts of 17 digits.
 * @param format the only one to use. @default Arrow if the server answers it
 */
export async function runWithExactFloats(
  session: Session,
  request: SqlRequest,
  statement: Statement,
  format: ResultFormat | undefined,
): Promise<ResultManifest> {
  if (format !== 'json' && (await doesAnswerArrow(session, statement.signal))) {
    const manifest = await session.run(inFormat(statement, 'arrow'));
    if (manifest.format === 'arrow' || !manifest.columns.some(isFloat)) return manifest;
    answersArrow.set(session, false);
  }
  const { columns } = await session.run({ ...statement, describeOnly: true });
  if (!columns.some(isFloat)) return await session.run(inFormat(statement, 'json'));
  checkOrder(request);
  const sqlText = withFloatsAsTexts(request, columns);
  return withColumns(await session.run(inFormat({ ...statement, sqlText }, 'json')), columns);
}

/** Asks once for each session, by a statement that costs nothing. */
async function doesAnswerArrow(session: Session, signal: AbortSignal): Promise<boolean> {
  const known = answersArrow.get(session);
  if (known !== undefined) return known;
  const { format } = await session.run(inFormat({ sqlText: 'select 1', signal }, 'arrow'));
  answersArrow.set(session, format === 'arrow');
  return format === 'arrow';
}

function isFloat({ wireType }: ResultColumn): boolean {
  return wireType === 'real';
}

/** TME gives 17 digits, which are enough for every double. */
function withFloatsAsTexts({ sqlText, verb }: SqlRequest, columns: readonly ResultColumn[]): string {
  const names = columns.map((_, index) => `C${index + 1}`);
  const selected = columns.map((column, index) => {
    const value = isFloat(column) ? `to_varchar(${names[index]}, 'TME')` : names[index];
    return `${value} as ${quoteIdentifier(column.name)}`;
  });
  const query = verb === 'VALUES' ? `select * from (\n${sqlText}\n)` : sqlText;
  return `with EXACT_FLOATS (${names.join(', ')}) as (\n${query}\n)\nselect ${selected.join(', ')} from EXACT_FLOATS`;
}

/** The texts are read as the numbers that they stand for. */
function withColumns(manifest: ResultManifest, columns: readonly ResultColumn[]): ResultManifest {
  return concealed({ ...manifest, columns }, { queryId: manifest.queryId, rowCount: manifest.rowCount });
}

/** Rows of a query inside another one have no certain order (docs.snowflake.com, "ORDER BY"). */
function checkOrder({ tokens }: SqlRequest): void {
  if (!hasOrder(tokens)) return;
  throw new UserError(
    'exactFloats cannot keep the order of this SELECT: this account answers JSON, so the query has to stand inside ' +
      "another one. Leave its ORDER BY out, or leave exactFloats out and select to_varchar(x, 'TME') in place of each FLOAT column x.",
  );
}

/** True for ORDER BY of the whole query, not for one of a subquery or a window. */
function hasOrder(tokens: readonly SqlToken[]): boolean {
  const outer = tokens.findIndex((token) => !isSymbol(token, '('));
  let depth = 0;
  return tokens.some((token, index) => {
    if (isSymbol(token, '(')) depth += 1;
    else if (isSymbol(token, ')')) depth -= 1;
    return depth <= outer && isKeyword(token, 'ORDER') && isKeyword(tokens[index + 1], 'BY');
  });
}
