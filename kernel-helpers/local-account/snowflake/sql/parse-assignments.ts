import { unsupported } from '../snowflake-error';
import type { TokenReader } from './token-reader';

/** `NAME = literal` until the statement's end; a name outside `known` is refused by name. */
export function parseAssignments(
  reader: TokenReader,
  known: ReadonlySet<string>,
  statement: string,
  readValue = (): string => reader.literal(),
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  while (!reader.ended) {
    const name = reader.word();
    if (!known.has(name)) throw unsupported(`${statement} … ${name}`);
    reader.expect('=');
    values.set(name, readValue());
    reader.skip(',');
  }
  return values;
}
