import { printName } from '../identifiers';
import { SnowflakeError } from '../snowflake-error';
import { compilation, type Explain, type Fault, UNKNOWN_CODE } from './fault';

const invalidIdentifier: Explain = (...names) =>
  new SnowflakeError(
    '000904',
    '42000',
    `SQL compilation error: error line 1\ninvalid identifier '${names.map(printName).join('.')}'`,
  );

const countMismatch: Explain = (expected, got) =>
  compilation('002020', '21S01', `Insert value list does not match column list expecting ${expected} but got ${got}`);

/**
 * Names of columns and tables, and how many columns there are. Seen in public: 000904 (42000) in
 * https://github.com/ibis-project/ibis/issues/8699, 002028 in https://github.com/Snowflake-Labs/sfquickstarts/issues/783;
 * 002020 (21S01) and 002025 (42S21) are quoted with these words by several projects on GitHub.
 */
export const FAULTS_OF_NAMES: readonly Fault[] = [
  [/Referenced column "([^"]+)" (?:was )?not found/, invalidIdentifier],
  [/Referenced update column (.+) not found in table!/, invalidIdentifier],
  [/(?:Table|Values list) "([^"]+)" does not have a column named "([^"]+)"/, invalidIdentifier],
  [/Referenced table "([^"]+)" not found/, invalidIdentifier],
  [/Column "([^"]+)" in (?:EXCLUDE|REPLACE|RENAME) list not found/, invalidIdentifier],
  [/column "([^"]+)" not found in .*list/i, invalidIdentifier],
  [/does not have a column with name "(.+)"$/m, invalidIdentifier],
  [/does not have a column named "?([^"\s]+)"?/, invalidIdentifier],
  [/Column "([^"]+)" (?:does not exist|was not found)/, invalidIdentifier],
  [/Column with name:? "?([^"\s]+)"? does not exist/, invalidIdentifier],
  [/column "?([^"\s]+)"? does not exist on (?:left|right) side of join/i, invalidIdentifier],
  [/column "([^"]+)" (?:of|cannot be)[^"]*referenced before it is defined/i, invalidIdentifier],
  [
    /duplicate alias "([^"]+)"/i,
    (name = '') => compilation(UNKNOWN_CODE, '42601', `duplicate alias '${printName(name)}'`),
  ],
  [
    /Multiple assignments to same column "([^"]+)"/,
    (name = '') => compilation('002025', '42S21', `duplicate column name '${printName(name)}'`),
  ],
  [
    /Ambiguous reference to (?:column name|table) "([^"]+)"/,
    (name = '') => compilation('002028', '42601', `ambiguous column name '${printName(name)}'`),
  ],
  [
    /Column name "([^"]+)" is ambiguous/i,
    (name = '') => compilation('002028', '42601', `ambiguous column name '${printName(name)}'`),
  ],
  [
    /(?:Duplicate column name|duplicate column|Column with name) "?([^"\s]+)"?/i,
    (name = '') => compilation('002025', '42S21', `duplicate column name '${printName(name)}'`),
  ],
  [/has (\d+) columns but (\d+) values were supplied/, countMismatch],
  [/expected (\d+) columns? but (\d+) values were supplied/, countMismatch],
  [/table "[^"]*" has (\d+) columns available but (\d+) columns specified/i, countMismatch],
  [
    /VALUES lists must all be the same length/,
    () => compilation('002020', '21S01', 'All rows of VALUES must have the same number of values'),
  ],
];
