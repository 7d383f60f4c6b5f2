import { describe, expect, test } from '@jest/globals';
import { identifier, nameParts, writeName } from 'kernel-helpers/snowflake/statement/identifiers';
import { namedTables } from 'kernel-helpers/snowflake/statement/named-tables';
import { readStatement } from 'kernel-helpers/snowflake/statement/read-statement';
import { TokenReader } from '../../../../kernel-helpers/local-account/snowflake/sql/token-reader';
import { NAME_CASES } from './name-cases';

describe('a name', () => {
  test.each(NAME_CASES)('%j is folded in one way wherever it stands', (written, stored) => {
    expect(nameParts(written)).toEqual(stored);
    expect(namedTables(readStatement(`select * from ${written}`)).reads).toEqual([stored]);
    expect(namedTables(readStatement(`select * from ${identifier(written).sql}`)).reads).toEqual([stored]);
    const [reader] = TokenReader.ofRequest(written);
    expect(reader.path()).toEqual(stored);
  });

  test.each(NAME_CASES)('%j stays the same when it is written into SQL and read again', (_, stored) => {
    expect(nameParts(stored.map(writeName).join('.'))).toEqual(stored);
  });
});
