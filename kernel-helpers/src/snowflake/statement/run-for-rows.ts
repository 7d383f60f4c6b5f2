import type { ResultManifest } from '../result/manifest';
import type { Session, Statement } from '../session/session';
import { runWithExactFloats } from './exact-floats';
import { isQuery, type SqlRequest } from './read-statement';
import type { ResultOptions } from './result-options';
import { inFormat } from './statement-format';

/** Runs a statement; the rows of a query come as the options say. */
export async function runForRows(
  session: Session,
  request: SqlRequest,
  statement: Statement,
  { resultFormat, exactFloats = false }: ResultOptions,
): Promise<ResultManifest> {
  if (!isQuery(request)) return await session.run(statement);
  if (exactFloats) return await runWithExactFloats(session, request, statement, resultFormat);
  return await session.run(inFormat(statement, resultFormat));
}
