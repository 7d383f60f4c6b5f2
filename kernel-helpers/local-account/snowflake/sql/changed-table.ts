import type { NamePath } from './statement';
import { TokenReader } from './token-reader';

/** The table that INSERT, UPDATE or DELETE changes. */
export function changedTable(sql: string): NamePath {
  const [reader] = TokenReader.ofRequest(sql);
  if (reader === undefined) return [];
  const verb = reader.word();
  if (verb === 'INSERT') reader.skip('OVERWRITE');
  if (verb !== 'UPDATE') reader.expect(verb === 'INSERT' ? 'INTO' : 'FROM');
  return reader.path();
}
