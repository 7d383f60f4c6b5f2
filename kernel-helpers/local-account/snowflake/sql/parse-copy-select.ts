import { unsupported } from '../snowflake-error';
import { parseColumnType } from './parse-column-type';
import { parseStageLocation } from './parse-stage-location';
import type { CopyExpression, StageLocation } from './statement';
import type { TokenReader } from './token-reader';

export interface CopySelect {
  readonly select: readonly CopyExpression[];
  readonly location: StageLocation;
}

/** The select list that Python's `write_pandas` and hand-written loads use: `$1:name::TYPE` and `$2::TYPE`, nothing else. */
export function parseCopySelect(reader: TokenReader): CopySelect {
  reader.expect('SELECT');
  const select = [parseExpression(reader)];
  while (reader.skip(',')) select.push(parseExpression(reader));
  reader.expect('FROM');
  const token = reader.next();
  if (token.kind !== 'stage' && token.kind !== 'string') reader.fail(token);
  if (!reader.ended) throw unsupported('a COPY transformation beyond $1:name::TYPE … FROM @stage');
  return { select, location: parseStageLocation(token.value) };
}

function parseExpression(reader: TokenReader): CopyExpression {
  if (!reader.skip('$')) throw unsupported('a COPY transformation beyond $1:name::TYPE');
  const position = Number(reader.literal());
  if (!Number.isInteger(position) || position < 1) reader.fail();
  const field = reader.skip(':') ? parseField(reader) : position;
  const castTo = reader.skip('::') ? parseColumnType(reader) : null;
  // The name is for the reader only: values go to columns by position.
  if (reader.skip('AS')) reader.identifier();
  return { field, castTo };
}

/** A field name of a semi-structured value: its case counts, quoted or not. */
function parseField(reader: TokenReader): string {
  const token = reader.next();
  return token.kind === 'word' || token.kind === 'quoted' ? token.value : reader.fail(token);
}
