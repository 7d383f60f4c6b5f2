import { unsupported } from '../snowflake-error';
import { parseCopySelect } from './parse-copy-select';
import { parseStageLocation } from './parse-stage-location';
import type { CopyIntoTable, FileFormat, PutFiles, StageLocation, Statement } from './statement';
import type { TokenReader } from './token-reader';

/** PUT file://… @stage/path [PARALLEL] [AUTO_COMPRESS] [SOURCE_COMPRESSION] [OVERWRITE]. */
export function parsePut(reader: TokenReader): PutFiles {
  reader.expect('PUT');
  const url = reader.next();
  if (url.kind !== 'file' && url.kind !== 'string') reader.fail(url);
  if (!/^file:\/\//i.test(url.value)) reader.fail(url);
  const location = takeLocation(reader);
  const options = new Map<string, string>();
  while (!reader.ended) {
    const name = reader.word();
    if (!PUT_OPTIONS.has(name)) throw unsupported(`PUT … ${name}`);
    reader.expect('=');
    options.set(name, reader.literal());
  }
  return {
    kind: 'put',
    source: url.value.slice('file://'.length),
    location,
    autoCompress: isTrue(options.get('AUTO_COMPRESS') ?? 'TRUE'),
    overwrite: isTrue(options.get('OVERWRITE') ?? 'FALSE'),
    parallel: Number(options.get('PARALLEL') ?? 4),
    sourceCompression: (options.get('SOURCE_COMPRESSION') ?? 'auto_detect').toLowerCase(),
  };
}

const PUT_OPTIONS = new Set(['PARALLEL', 'AUTO_COMPRESS', 'SOURCE_COMPRESSION', 'OVERWRITE']);

/** LIST | LS @stage/path [PATTERN = '…']. */
export function parseList(reader: TokenReader): Statement {
  reader.word();
  return { kind: 'list', ...takeLocationAndPattern(reader) };
}

/** REMOVE | RM @stage/path [PATTERN = '…']. */
export function parseRemove(reader: TokenReader): Statement {
  reader.word();
  return { kind: 'remove', ...takeLocationAndPattern(reader) };
}

function takeLocationAndPattern(reader: TokenReader) {
  const location = takeLocation(reader);
  const pattern = reader.skip('PATTERN', '=') ? reader.string() : null;
  reader.expectEnd();
  return { location, pattern };
}

function takeLocation(reader: TokenReader): StageLocation {
  const token = reader.next();
  if (token.kind !== 'stage' && token.kind !== 'string') reader.fail(token);
  return parseStageLocation(token.value);
}

/** COPY INTO table [(columns)] FROM @stage | (SELECT $1:a::TYPE, … FROM @stage) with its options; unloading is refused. */
export function parseCopy(reader: TokenReader): CopyIntoTable {
  reader.expect('COPY', 'INTO');
  const target = reader.peek();
  if (target?.kind === 'stage' || target?.kind === 'string') throw unsupported('COPY INTO <location> (unloading)');
  const table = reader.path();
  const columns = reader.sees('(') ? reader.group().list((names) => names.identifier()) : null;
  reader.expect('FROM');
  const source = reader.sees('(') ? parseCopySelect(reader.group()) : { location: takeLocation(reader), select: null };
  return { kind: 'copy', table, columns, ...source, ...parseCopyOptions(reader) };
}

type CopyOptions = Pick<CopyIntoTable, 'files' | 'pattern' | 'fileFormat' | 'matchByColumnName' | 'purge' | 'force'>;

function parseCopyOptions(reader: TokenReader): CopyOptions {
  let options: CopyOptions = {
    files: null,
    pattern: null,
    fileFormat: null,
    matchByColumnName: 'NONE',
    purge: false,
    force: false,
  };
  while (!reader.ended) {
    const name = reader.word();
    reader.expect('=');
    options = { ...options, ...parseCopyOption(reader, name) };
  }
  return options;
}

function parseCopyOption(reader: TokenReader, name: string): Partial<CopyOptions> {
  switch (name) {
    case 'FILE_FORMAT':
      return { fileFormat: parseFileFormat(reader) };
    case 'FILES':
      return { files: reader.group().list((values) => values.string()) };
    case 'PATTERN':
      return { pattern: reader.string() };
    case 'MATCH_BY_COLUMN_NAME':
      return { matchByColumnName: parseMatch(reader) };
    case 'PURGE':
      return { purge: isTrue(reader.literal()) };
    case 'FORCE':
      return { force: isTrue(reader.literal()) };
    case 'ON_ERROR': {
      const choice = reader.literal().toUpperCase();
      if (choice !== 'ABORT_STATEMENT') throw unsupported(`COPY INTO … ON_ERROR = ${choice}`);
      return {};
    }
    default:
      throw unsupported(`COPY INTO … ${name}`);
  }
}

function parseMatch(reader: TokenReader): CopyOptions['matchByColumnName'] {
  const word = reader.literal().toUpperCase();
  const match = (['NONE', 'CASE_SENSITIVE', 'CASE_INSENSITIVE'] as const).find((name) => name === word);
  return match ?? reader.fail();
}

/** Options of both file types; the ones that change nothing here are accepted, every other is refused by name. */
const FORMAT_OPTIONS: Readonly<Record<FileFormat['type'], ReadonlySet<string>>> = {
  PARQUET: new Set(
    'TYPE COMPRESSION SNAPPY_COMPRESSION BINARY_AS_TEXT USE_LOGICAL_TYPE USE_VECTORIZED_SCANNER TRIM_SPACE'.split(' '),
  ),
  CSV: new Set(
    (
      'TYPE COMPRESSION SKIP_HEADER PARSE_HEADER FIELD_DELIMITER FIELD_OPTIONALLY_ENCLOSED_BY NULL_IF ' +
      'EMPTY_FIELD_AS_NULL RECORD_DELIMITER ENCODING ESCAPE_UNENCLOSED_FIELD'
    ).split(' '),
  ),
};

/** `(TYPE = PARQUET …)`; named file formats are refused. */
export function parseFileFormat(reader: TokenReader): FileFormat {
  if (!reader.sees('(')) throw unsupported('a named FILE_FORMAT');
  const list = reader.group();
  const options = new Map<string, string>();
  while (!list.ended) {
    const name = list.word();
    list.expect('=');
    options.set(
      name,
      list.sees('(')
        ? list
            .group()
            .list((values) => values.string())
            .join('\0')
        : list.literal(),
    );
    list.skip(',');
  }
  const type = (options.get('TYPE') ?? 'CSV').toUpperCase();
  if (type !== 'PARQUET' && type !== 'CSV') throw unsupported(`FILE_FORMAT TYPE = ${type}`);
  for (const name of options.keys())
    if (!FORMAT_OPTIONS[type].has(name)) throw unsupported(`FILE_FORMAT ${type} … ${name}`);
  return { type, options: Object.fromEntries(options) };
}

/** How Snowflake reads a boolean option. */
export function isTrue(literal: string): boolean {
  return literal.toUpperCase() === 'TRUE';
}
