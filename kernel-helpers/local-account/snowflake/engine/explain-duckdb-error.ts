import { InternalError, messageOf } from 'kernel-helpers/errors';
import { fromPhysicalName, printName } from '../identifiers';
import { canceled, SnowflakeError, tooLarge, translatorFault, unsupported } from '../snowflake-error';

type Explain = (...groups: readonly string[]) => SnowflakeError;

const compilation = (code: string, sqlState: string, message: string) =>
  new SnowflakeError(code, sqlState, `SQL compilation error:\n${message}`);

const invalidIdentifier: Explain = (...names) =>
  new SnowflakeError(
    '000904',
    '42000',
    `SQL compilation error: error line 1\ninvalid identifier '${names.map(printName).join('.')}'`,
  );

const notNumeric: Explain = (value) =>
  new SnowflakeError('100038', '22018', `Numeric value '${value}' is not recognized`);

const invalidArguments: Explain = (call = '') => {
  const [, name = call, types = ''] = /^"?(?:[\w.]+\.)?(?:sf_)?([^"(]+)"?\((.*)\)$/i.exec(call) ?? [];
  const printed = types.split(/,\s*(?![^(]*\))/).map(printType);
  return compilation(
    '001044',
    '42P13',
    `Invalid argument types for function '${printFunction(name)}': (${printed.join(', ')})`,
  );
};

const countMismatch: Explain = (expected, got) =>
  compilation('002020', '21S01', `Insert value list does not match column list expecting ${expected} but got ${got}`);

const NO_CONVERSION = 'An operand has a type that does not fit the other one';

/**
 * What the user did wrong, by what DuckDB says of it, with Snowflake's code, SQL state and words. The codes are those that
 * drivers' users quote, e.g. 002028 in https://github.com/Snowflake-Labs/sfquickstarts/issues/783, 000979 in
 * https://docs.snowflake.com/en/release-notes/bcr-bundles, 001044 and 000938 in https://github.com/tekumara/fakesnow.
 */
const FAULTS_OF_USERS: readonly (readonly [RegExp, Explain])[] = [
  [/Division by zero/, () => new SnowflakeError('100051', '22012', 'Division by zero')],
  [/Referenced column "([^"]+)" (?:was )?not found/, invalidIdentifier],
  [/Referenced update column "?([^"\s]+)"? not found/, invalidIdentifier],
  [/(?:Table|Values list) "([^"]+)" does not have a column named "([^"]+)"/, invalidIdentifier],
  [/Referenced table "([^"]+)" not found/, invalidIdentifier],
  [/Column "([^"]+)" in (?:EXCLUDE|REPLACE|RENAME) list not found/, invalidIdentifier],
  [/column "([^"]+)" not found in .*list/i, invalidIdentifier],
  [/does not have a column (?:with name|named) "?([^"\s]+)"?/, invalidIdentifier],
  [/Column "([^"]+)" (?:does not exist|was not found)/, invalidIdentifier],
  [/Column with name:? "?([^"\s]+)"? does not exist/, invalidIdentifier],
  [/column "?([^"\s]+)"? does not exist on (?:left|right) side of join/i, invalidIdentifier],
  [/column "([^"]+)" (?:of|cannot be)[^"]*referenced before it is defined/i, invalidIdentifier],
  [
    /Ambiguous reference to (?:column name|table) "([^"]+)"/,
    (name = '') => compilation('002028', '42601', `ambiguous column name '${printName(name)}'`),
  ],
  [
    /Column name "([^"]+)" is ambiguous/i,
    (name = '') => compilation('002028', '42601', `ambiguous column name '${printName(name)}'`),
  ],
  [/Duplicate alias "([^"]+)"/, (name = '') => compilation('002030', '42601', `duplicate alias '${printName(name)}'`)],
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
  [
    /column "?([^"\s]+)"? must appear in the GROUP BY clause/i,
    (name = '') =>
      new SnowflakeError(
        '001104',
        '42601',
        `SQL compilation error: error line 1\n'${name.split('.').map(printName).join('.')}' in select clause is neither an aggregate nor in the group by clause.`,
      ),
  ],
  [
    /GROUP BY clause cannot contain (\w+)|GROUP BY term out of range|(?:HAVING|GROUP BY)[^.]*GROUPING/,
    () => compilation('000979', '42601', 'The expression is not a valid group by expression'),
  ],
  [
    /ORDER (?:BY )?term out of range|ORDER BY non-integer literal/,
    () => compilation('000976', '42601', 'The expression is not a valid order by expression'),
  ],
  [
    /WHERE clause cannot contain aggregates|(?:JOIN|QUALIFY|FILTER)[^.]*cannot contain aggregates|aggregate function calls cannot contain window/i,
    () => compilation('002035', '42601', 'Invalid aggregate function in where clause'),
  ],
  [
    /aggregate function calls cannot be nested/i,
    () => compilation('002036', '42601', 'Aggregate functions cannot be nested'),
  ],
  [
    /(?:WHERE|HAVING|GROUP BY|JOIN)[^.]*cannot contain window functions|window functions are not allowed|window function calls cannot be nested/i,
    () => compilation('002303', '42601', 'Window function appears outside of SELECT, QUALIFY, and ORDER BY clauses.'),
  ],
  [
    /Set operations can only apply to expressions with the same number of result columns/,
    () => compilation('001789', '42601', 'invalid number of result columns for set operator input branches'),
  ],
  [
    /More than one row returned by a subquery/,
    () => new SnowflakeError('090150', '22000', 'Single-row subquery returns more than one row.'),
  ],
  [
    /Subquery returns (\d+) columns - expected (\d+)/,
    (got, expected) => compilation('001795', '42601', `Subquery has ${got} columns, expected ${expected}`),
  ],
  [/No function matches the given name and argument types '(.+?)'\. You/, invalidArguments],
  [/Could not choose a best candidate function for the function call "(.+?)"\. In/, invalidArguments],
  [
    /Macro (?:function )?'?"?([\w.]+)"?'?.*(?:requires|expects|does not support)/,
    (name = '') => compilation('000938', '22023', `wrong number of arguments for function [${printFunction(name)}]`),
  ],
  [
    /Cannot compare values of type (.+?) and (?:of )?type (.+?) -/,
    (left = '', right = '') =>
      compilation(
        '001065',
        '22023',
        `Can not convert a value of type [${printType(right)}] into expected type [${printType(left)}]`,
      ),
  ],
  [
    /Cannot (?:mix|deduce|combine).*types? (\S+) and (\S+)/,
    (left = '', right = '') =>
      compilation(
        '001065',
        '22023',
        `Can not convert a value of type [${printType(right)}] into expected type [${printType(left)}]`,
      ),
  ],
  [/Cannot mix|Cannot cast|Unimplemented type for cast/, () => compilation('001065', '22023', NO_CONVERSION)],
  [
    /NOT NULL constraint failed: .*?([^.\s]+)$/m,
    () => new SnowflakeError('100072', '22000', 'NULL result in a non-nullable column'),
  ],
  [/Could not convert string '([^']*)' to (?:U?INT|DOUBLE|FLOAT|DECIMAL|U?HUGEINT|U?BIGINT)/i, notNumeric],
  [/Could not convert string "([^"]*)" to DECIMAL/i, notNumeric],
  [
    /(?:invalid date field format|date field value out of range): "([^"]*)"/i,
    (value) => new SnowflakeError('100040', '22007', `Date '${value}' is not recognized`),
  ],
  [
    /(?:invalid timestamp field format|timestamp field value out of range): "([^"]*)"/i,
    (value) => new SnowflakeError('100035', '22007', `Timestamp '${value}' is not recognized`),
  ],
  [
    /(?:invalid time field format|time field value out of range): "([^"]*)"/i,
    (value) => new SnowflakeError('100108', '22007', `Time '${value}' is not recognized`),
  ],
  [
    /Could not parse string "(.*?)" according to format specifier/,
    (value) => new SnowflakeError('100096', '22007', `Can't parse '${value}' as a date or time with the given format`),
  ],
  [
    /Could not convert string '([^']*)' to BOOL/i,
    (value) => new SnowflakeError('100037', '22018', `Boolean value '${value}' is not recognized`),
  ],
  [
    /Malformed JSON(?: at byte (\d+))?/,
    (place) =>
      new SnowflakeError('100069', '22P02', `Error parsing JSON${place === undefined ? '' : `: pos ${place}`}`),
  ],
  [
    /Invalid input for (?:hex|unhex|base64)|hex digit|from_base64/i,
    () => new SnowflakeError('100115', '22000', 'The following string is not a legal hex-encoded value.'),
  ],
  [
    /Invalid Input Error: missing |invalid (?:perl operator|escape sequence|UTF-8)|missing (?:closing|argument)|no argument for repetition|bad repetition|invalid (?:regular|character class|nested|named)|unexpected \)|trailing \\/i,
    () => new SnowflakeError('100048', '2201B', 'Invalid regular expression'),
  ],
  [/CHECK constraint failed/, () => new SnowflakeError('100078', '22000', 'String is too long and would be truncated')],
  [
    /to DECIMAL\(|Overflow|Out of Range Error|out of range|out of the range/i,
    () => new SnowflakeError('100046', '22003', 'Number out of representable range'),
  ],
  [
    /Conversion Error/,
    () => new SnowflakeError('100038', '22018', 'A value cannot be converted to the type that the statement asks for'),
  ],
];

/** What is no fault of a statement at all. */
const CIRCUMSTANCES: readonly (readonly [RegExp, () => SnowflakeError])[] = [
  [/^INTERRUPT Error/, canceled],
  [
    /Current transaction is aborted/,
    () =>
      new SnowflakeError(
        '000603',
        '25P02',
        'A statement of this transaction failed while it ran, and the local account gave the transaction up. Roll back.',
      ),
  ],
  [
    /^TransactionContext Error: Conflict|write-write conflict/i,
    () =>
      new SnowflakeError(
        '000625',
        '57014',
        'Another transaction changed the same rows. The local account does not wait for locks: roll back and run it again.',
      ),
  ],
  [
    /^Out of Memory Error|failed to (?:allocate|offload|pin)|max_temp_directory_size|No space left/i,
    () => tooLarge('memory and temporary space'),
  ],
  [/^Not implemented Error/, () => unsupported('this combination of expressions')],
];

/** An error of our own macros: `error('snowflake 100037 22018 Boolean value …')`. */
const SAID_BY_MACRO = /snowflake (\d{6}) (\w{5}) ([^\n]*)/;

/** Says in Snowflake's words (code, SQL state, message) why DuckDB refused a statement. No text of DuckDB's goes through. */
export function explainDuckdbError(error: unknown): SnowflakeError {
  if (error instanceof SnowflakeError) return error;
  if (error instanceof InternalError) return translatorFault(error);
  const message = fromPhysicalName(messageOf(error));
  const [, code, sqlState, said] = SAID_BY_MACRO.exec(message) ?? [];
  if (code !== undefined && sqlState !== undefined && said !== undefined)
    return new SnowflakeError(code, sqlState, said);
  for (const [pattern, explain] of CIRCUMSTANCES) if (pattern.test(message)) return explain();
  for (const [pattern, explain] of FAULTS_OF_USERS) {
    const match = pattern.exec(message);
    if (match !== null)
      return explain(
        ...match
          .slice(1)
          .filter((group) => group !== undefined)
          .map(shorten),
      );
  }
  return translatorFault(error);
}

const LONGEST = 300;

/** Values may be long. */
function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function printFunction(name: string): string {
  return name.replace(/^.*\./, '').replace(/^sf_/i, '').toUpperCase();
}

/** Snowflake's names of DuckDB's types; DuckDB also names the types of literals. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^"?INTEGER_LITERAL"?$|INT(?:EGER)?$/, 'NUMBER(38,0)'],
  [/^DECIMAL/, 'NUMBER'],
  [/^(?:DOUBLE|FLOAT)$/, 'FLOAT'],
  [/^(?:DATE|BOOLEAN|TIME)$/, '$&'],
  [/^TIMESTAMP WITH TIME ZONE$/, 'TIMESTAMP_LTZ'],
  [/^TIMESTAMP/, 'TIMESTAMP_NTZ'],
  [/^JSON$/, 'VARIANT'],
  [/^BLOB$/, 'BINARY'],
  [/\[\]$/, 'ARRAY'],
  [/^(?:STRUCT|MAP)/, 'OBJECT'],
];

function printType(duckdbType: string): string {
  const type = duckdbType.trim();
  if (type === '') return '';
  const [pattern, name] = TYPES.find(([candidate]) => candidate.test(type)) ?? [/^.*$/s, 'VARCHAR'];
  return name === '$&' || name === 'NUMBER' ? type.replace(pattern, name) : name;
}
