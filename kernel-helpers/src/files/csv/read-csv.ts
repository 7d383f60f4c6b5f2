import { type PlatformError, UserError } from '../../errors';
import type { Surroundings } from '../../surroundings';
import { type ByteSource, partRead, readPlace } from '../byte-source';
import type { Fields } from '../columns/fields';
import { ColumnsReader, type RowFile } from '../columns/read-columns';
import { ValueReader } from '../columns/value-reader';
import { TableFile } from '../table-file';
import { checkUtf8, utf8Bytes } from '../text-bytes';
import { type CsvLayout, readLayout } from './csv-layout';
import { checkReadOptions, type ReadCsvOptions } from './csv-options';
import { type RaggedLine, RowSplitter } from './split-rows';

const OTHER_ENCODING = "If the file comes from Windows, pass { encoding: 'windows-1252' }.";

/** A value in quotes may be so long. It is read again with each part of the file, so a quote without an end takes long. */
const LONGEST_ROW = 64 * 1024 * 1024;
const SHOWN_PROBLEMS = 5;

/** A CSV file as rows. `surroundings` hear remarks about columns that are not what a reader would expect. */
export function csvFile(place: string | URL, options: ReadCsvOptions, surroundings: Surroundings): TableFile {
  checkReadOptions(options);
  return new TableFile(
    readPlace(place, surroundings.signal, (source) => {
      return new ColumnsReader(new CsvFile(source, options, surroundings), options, surroundings);
    }),
  );
}

class CsvFile implements RowFile {
  readonly isOpen = false;
  readonly name: string;
  readonly values: ValueReader;

  constructor(
    private readonly source: ByteSource,
    private readonly options: ReadCsvOptions,
    private readonly surroundings: Surroundings,
  ) {
    this.name = source.name;
    this.values = new ValueReader(options.decimalMark ?? '.', options.nullTexts ?? []);
  }

  /** The rows of the file, many at a time. What is given has to be used before the next is asked for. */
  async *blocks(): AsyncGenerator<readonly [Fields, CsvLayout]> {
    const { source, options, surroundings } = this;
    const line = surroundings.progress(`Reading ${source.name}`);
    const report = (bytes: number): void => line.report(partRead(source, bytes));
    let layout: CsvLayout | undefined;
    let splitter: RowSplitter | undefined;
    let rest: Buffer = Buffer.alloc(0);
    let hasRows = false;
    const rowsOf = (bytes: Buffer, isEnd: boolean): Fields | undefined => {
      let from = 0;
      if (layout === undefined) {
        layout = readLayout(bytes, isEnd, options);
        if (layout === undefined) {
          rest = bytes;
          return undefined;
        }
        from = layout.from;
        checkUtf8(bytes.subarray(0, from), () => 1, OTHER_ENCODING);
      }
      splitter ??= new RowSplitter(layout.names.length, layout.delimiter, layout.line);
      const values = bytes.subarray(from);
      const end = splitter.split(values, isEnd);
      rest = values.subarray(end);
      checkUtf8(values.subarray(0, end), (at) => lineOf(splitter, at), OTHER_ENCODING);
      return splitter;
    };
    try {
      for await (const chunk of utf8Bytes(source.bytes(report), options.encoding)) {
        const fields = rowsOf(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), false);
        if (fields !== undefined && fields.rows > 0 && layout !== undefined) {
          hasRows = true;
          yield [fields, layout];
        }
        if (rest.length > LONGEST_ROW) throw tooLong(splitter);
      }
      if (rest.length > 0 || !hasRows) {
        const fields = rowsOf(rest, true);
        if (fields !== undefined && layout !== undefined) yield [fields, layout];
      }
      if (splitter !== undefined && splitter.ragged.length > 0) throw raggedLines(source.name, splitter);
    } finally {
      line.close();
    }
  }
}

function lineOf(splitter: RowSplitter | undefined, at: number): number {
  if (splitter === undefined) return 1;
  const { starts, lines, rows, columns } = splitter;
  let row = 0;
  while (row + 1 < rows && starts[(row + 1) * columns] <= at) row += 1;
  return lines[row];
}

function tooLong(splitter: RowSplitter | undefined): PlatformError | UserError {
  const line = splitter?.nextLine ?? 1;
  return new UserError(
    `The row that begins in line ${line} has no end within ${LONGEST_ROW / 1024 / 1024} MB. Look for a quote there that is never closed.`,
  );
}

function raggedLines(name: string, { ragged, columns }: RowSplitter): UserError {
  const lines = ragged.slice(0, SHOWN_PROBLEMS).map(({ line, values }: RaggedLine) => `line ${line} has ${values}`);
  const more = ragged.length > SHOWN_PROBLEMS ? `, and ${ragged.length - SHOWN_PROBLEMS} more lines differ` : '';
  return new UserError(
    `${name} has ${columns} columns, but ${lines.join(', ')}${more}. A value with the delimiter in it needs quotes around it.`,
    { facts: { line: ragged[0].line } },
  );
}
