import { UserError } from '../../errors';
import { unknownOptions } from '../../option-names';
import type { Surroundings } from '../../surroundings';
import { type ByteSource, partRead, readPlace } from '../byte-source';
import type { Fields } from '../columns/fields';
import { ColumnsReader, type ColumnWishes, type RowFile, type RowLayout } from '../columns/read-columns';
import type { Kind } from '../columns/value-forms';
import { kindProblems } from '../columns/value-forms';
import { JsonValueReader } from '../columns/value-reader';
import { TableFile } from '../table-file';
import { checkUtf8, utf8Bytes } from '../text-bytes';
import { ObjectSplitter } from './split-objects';

/** JSON that programs exchange is UTF-8 (RFC 8259, section 8.1), so there is no option for another encoding. */
const NOT_UTF8 = 'Is it a file of JSON lines? Those are UTF-8: write it again in UTF-8.';
const LONGEST_LINE = 256 * 1024 * 1024;
const SHOWN_PROBLEMS = 5;
const ARRAY_OF_OBJECTS = /^\s*\[\s*\{/;
const HEAD = 1000;

/** How a file of JSON lines is to be read; what is not said is found out from the file. */
export interface ReadJsonLinesOptions {
  /** Read only these columns, in this order. @default all keys, in the order in which they first appear */
  readonly columns?: readonly string[];
  /**
   * The kinds of some columns: `{ ZIP: 'text', SOLD: 'date' }`. A value that does not fit is an error that names its line.
   * @default the kind that holds every value of the column in the whole file
   */
  readonly types?: Readonly<Record<string, Kind>>;
  /** Texts that stand for null, such as `NA`, beside null itself and a key that is not there. */
  readonly nullTexts?: readonly string[];
  /** Stops the work when it fires. @default the running cell's interrupt */
  readonly signal?: AbortSignal;
}

/** A file of one JSON object a line as rows. `surroundings` hear remarks about columns that are not as expected. */
export function jsonLinesFile(
  place: string | URL,
  options: ReadJsonLinesOptions,
  surroundings: Surroundings,
): TableFile {
  checkOptions(options);
  const wishes: ColumnWishes = options;
  return new TableFile(
    readPlace(
      place,
      surroundings.signal,
      (source) => new ColumnsReader(new JsonLinesFile(source, options, surroundings), wishes, surroundings),
    ),
  );
}

class JsonLinesFile implements RowFile {
  readonly isOpen = true;
  readonly name: string;
  readonly values: JsonValueReader;

  constructor(
    private readonly source: ByteSource,
    options: ReadJsonLinesOptions,
    private readonly surroundings: Surroundings,
  ) {
    this.name = source.name;
    this.values = new JsonValueReader(options.nullTexts ?? []);
  }

  async *blocks(names?: readonly string[]): AsyncGenerator<readonly [Fields, RowLayout]> {
    const { source, surroundings } = this;
    const line = surroundings.progress(`Reading ${source.name}`);
    const splitter = new ObjectSplitter(names);
    let rest: Buffer = Buffer.alloc(0);
    let isFirst = true;
    const split = (bytes: Buffer, isEnd: boolean): void => {
      const end = splitter.split(bytes, isEnd);
      checkUtf8(bytes.subarray(0, end), (at) => splitter.lineAt(at), NOT_UTF8);
      rest = bytes.subarray(end);
      if (isFirst && splitter.bad[0]?.line === 1 && ARRAY_OF_OBJECTS.test(bytes.toString('latin1', 0, HEAD))) {
        throw wholeArray(source.name);
      }
      isFirst = false;
    };
    try {
      for await (const chunk of utf8Bytes(source.bytes((bytes) => line.report(partRead(source, bytes))))) {
        split(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), false);
        if (splitter.rows > 0 && splitter.names.length > 0) yield [splitter, { names: [...splitter.names] }];
        if (rest.length > LONGEST_LINE) throw tooLong(source.name, splitter.nextLine);
      }
      if (rest.length > 0) {
        split(rest, true);
        if (splitter.rows > 0 && splitter.names.length > 0) yield [splitter, { names: [...splitter.names] }];
      }
      if (splitter.bad.length > 0) throw badLines(source.name, splitter);
    } finally {
      line.close();
    }
  }
}

function badLines(name: string, { bad }: ObjectSplitter): UserError {
  const shown = bad.slice(0, SHOWN_PROBLEMS).map(({ line, why }) => `- line ${line} ${why}`);
  const more = bad.length > SHOWN_PROBLEMS ? [`- and ${bad.length - SHOWN_PROBLEMS} more lines`] : [];
  return new UserError([`${name} has lines that are not one JSON object each:`, ...shown, ...more].join('\n'), {
    facts: { line: bad[0].line },
  });
}

function wholeArray(name: string): UserError {
  return new UserError(
    `${name} is one JSON array, and not a JSON object in each line. Read it with Table.fromRows(JSON.parse(readFileSync('${name}', 'utf8'))), with readFileSync from 'node:fs'.`,
  );
}

function tooLong(name: string, line: number): UserError {
  return new UserError(
    `Line ${line} of ${name} has no end within ${LONGEST_LINE / 1024 / 1024} MB. Write each object in a line of its own.`,
    { facts: { line } },
  );
}

function checkOptions(options: ReadJsonLinesOptions): void {
  const problems = unknownOptions(options, { columns: true, types: true, nullTexts: true, signal: true });
  for (const problem of kindProblems(options.types)) problems.push(problem);
  for (const [name, list] of Object.entries({ columns: options.columns, nullTexts: options.nullTexts })) {
    if (list !== undefined && !Array.isArray(list)) problems.push(`${name} is an array of texts, such as ['A'].`);
  }
  if (problems.length > 0) throw new UserError(`readJsonLines() cannot use its options: ${problems.join(' ')}`);
}
