import { SnowflakeError } from '../snowflake-error';
import { compilation, type Explain, type Fault } from './fault';
import { printFunction, printType } from './print-engine-name';

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

const NO_CONVERSION = 'An operand has a type that does not fit the other one';

/**
 * Arguments, conversions and values. Seen in public: 001044 (42P13) in https://github.com/estuary/connectors/issues/4881,
 * 100038 (22018) in https://github.com/Embucket/embucket-labs/issues/557, 001038 (22023) with "Can not convert parameter … of
 * type […] into expected type […]" in notes of users on GitHub, 000938 in https://github.com/tekumara/fakesnow. The words
 * around a value of 1000xx are those that drivers' users quote.
 */
export const FAULTS_OF_VALUES: readonly Fault[] = [
  [/Division by zero/, () => new SnowflakeError('100051', '22012', 'Division by zero')],
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
        '001038',
        '22023',
        `Can not convert a value of type [${printType(right)}] into expected type [${printType(left)}]`,
      ),
  ],
  [
    /Cannot (?:mix|deduce|combine).*types? (\S+) and (\S+)/,
    (left = '', right = '') =>
      compilation(
        '001038',
        '22023',
        `Can not convert a value of type [${printType(right)}] into expected type [${printType(left)}]`,
      ),
  ],
  [/Cannot mix|Cannot cast|Unimplemented type for cast/, () => compilation('001038', '22023', NO_CONVERSION)],
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
