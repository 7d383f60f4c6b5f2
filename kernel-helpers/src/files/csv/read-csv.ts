import { type PlatformError, UserError } from '../../errors';
import type { Surroundings } from '../../surroundings';
import { Table } from '../../table/columnar-table';
import type { Column } from '../../table/table';
import { type ByteSource, openSource } from '../byte-source';
import { TableFile } from '../table-file';
import { checkUtf8, utf8Bytes } from '../text-bytes';
import { type ColumnBuilder, columnBuilder } from './column-builder';
import { ColumnForms } from './column-forms';
import { askedKinds, type CsvLayout, readLayout, wantedColumns } from './csv-layout';
import { checkReadOptions, type ReadCsvOptions } from './csv-options';
import { type Fields, fieldText } from './fields';
import { type RaggedLine, RowSplitter } from './split-rows';
import { FORMS_OF_KIND, type Kind } from './value-forms';
import { ValueReader } from './value-reader';

/** A value in quotes may be so long. It is read again with each part of the file, so a quote without an end takes long. */
const LONGEST_ROW = 64 * 1024 * 1024;
const SHOWN_PROBLEMS = 5;

/** A CSV file as rows. `surroundings` hear remarks about columns that are not what a reader would expect. */
export function csvFile(place: string | URL, options: ReadCsvOptions, surroundings: Surroundings): TableFile {
  checkReadOptions(options);
  return new TableFile({
    read: async () => await withCsv(place, options, surroundings, async (csv) => await csv.read()),
    batches: async function* () {
      const source = await openSource(place, surroundings.signal);
      try {
        yield* new CsvReader(source, options, surroundings).batches();
      } finally {
        await source.close();
      }
    },
  });
}

async function withCsv<Result>(
  place: string | URL,
  options: ReadCsvOptions,
  surroundings: Surroundings,
  use: (csv: CsvReader) => Promise<Result>,
): Promise<Result> {
  const source = await openSource(place, surroundings.signal);
  try {
    return await use(new CsvReader(source, options, surroundings));
  } finally {
    await source.close();
  }
}

/** The columns of one file: what is known of them, and what is made of them. */
interface CsvColumns {
  readonly layout: CsvLayout;
  /** Positions in the file. */
  readonly wanted: readonly number[];
  readonly asked: readonly (Kind | undefined)[];
  readonly forms: readonly ColumnForms[];
}

class CsvReader {
  readonly #values: ValueReader;

  constructor(
    private readonly source: ByteSource,
    private readonly options: ReadCsvOptions,
    private readonly surroundings: Surroundings,
  ) {
    this.#values = new ValueReader(options.decimalMark ?? '.', options.nullTexts ?? []);
  }

  /**
   * Reads the file once with the kinds that its first part has. Where a later value is of another kind, those columns are
   * read a second time.
   */
  async read(): Promise<Table> {
    let columns: CsvColumns | undefined;
    let builders: readonly ColumnBuilder[] = [];
    await this.#walk((fields, layout) => {
      if (columns === undefined) {
        columns = this.#columnsOf(layout);
        look(columns, fields);
        builders = this.#buildersOf(columns, kindsOf(columns));
      } else lookOn(columns, builders, fields);
      this.#build(columns, builders, fields);
    });
    if (columns === undefined) throw new UserError(`${this.source.name} is empty: it has not even names of columns.`);
    const known = columns;
    known.wanted.forEach((place, index) => {
      if (builders[index].kind !== 'text') known.forms[place].forms |= builders[index].forms;
    });
    const kinds = kindsOf(known);
    const again = known.wanted.filter((place, index) => builders[index].kind !== kinds[place]);
    if (again.length > 0) builders = await this.#readAgain(known, kinds, builders, again);
    this.#remark(known, kinds);
    return new Table(this.#made(known, builders));
  }

  /** Looks at the whole file first, unless all kinds were asked for: so every batch has the kinds that hold all values. */
  async *batches(): AsyncGenerator<Table> {
    let columns: CsvColumns | undefined;
    const isTold = (known: CsvColumns): boolean => known.wanted.every((place) => known.asked[place] !== undefined);
    for await (const [fields, layout] of this.#blocks()) {
      columns ??= this.#columnsOf(layout);
      if (isTold(columns)) break;
      look(columns, fields);
    }
    if (columns === undefined) throw new UserError(`${this.source.name} is empty: it has not even names of columns.`);
    const kinds = kindsOf(columns);
    this.#remark(columns, kinds);
    const known = columns;
    for await (const [fields] of this.#blocks()) {
      yield await this.surroundings.protect(() => {
        const builders = this.#buildersOf(known, kinds);
        this.#build(known, builders, fields);
        return new Table(this.#made(known, builders));
      });
    }
  }

  async #readAgain(
    columns: CsvColumns,
    kinds: readonly Kind[],
    known: readonly ColumnBuilder[],
    again: readonly number[],
  ): Promise<readonly ColumnBuilder[]> {
    // The first text of a column that was expected to hold something else is named in a remark.
    const builders = columns.wanted.map((place, index) =>
      again.includes(place) ? columnBuilder(kinds[place], this.#values) : known[index],
    );
    await this.#walk((fields) => {
      columns.wanted.forEach((place, index) => {
        if (!again.includes(place)) return;
        if (columns.forms[place].firstText === undefined) columns.forms[place].look(fields, place);
        builders[index].add(fields, place);
      });
    });
    return builders;
  }

  #columnsOf(layout: CsvLayout): CsvColumns {
    const { names } = layout;
    return {
      layout,
      wanted: wantedColumns(names, this.options),
      asked: askedKinds(names, this.options),
      forms: names.map((name) => new ColumnForms(name, this.#values)),
    };
  }

  #buildersOf({ wanted }: CsvColumns, kinds: readonly Kind[]): readonly ColumnBuilder[] {
    return wanted.map((place) => columnBuilder(kinds[place], this.#values));
  }

  /** Throws where a value does not fit the kind that was asked for. */
  #build(columns: CsvColumns, builders: readonly ColumnBuilder[], fields: Fields): void {
    const problems: string[] = [];
    columns.wanted.forEach((place, index) => {
      const builder = builders[index];
      builder.add(fields, place);
      if (columns.asked[place] === undefined) return;
      const allowed = FORMS_OF_KIND[builder.kind];
      if ((builder.forms & ~allowed) === 0) return;
      for (const problem of this.#misfits(columns, fields, place, builder.kind)) problems.push(problem);
    });
    if (problems.length === 0) return;
    const more = problems.length > SHOWN_PROBLEMS ? [`- and ${problems.length - SHOWN_PROBLEMS} more`] : [];
    throw new UserError(
      [
        `${this.source.name} has values that do not fit their types:`,
        ...problems.slice(0, SHOWN_PROBLEMS),
        ...more,
        "Leave the types out, or pass { nullTexts: ['…'] } with the texts that stand for a missing value.",
      ].join('\n'),
    );
  }

  #misfits({ layout }: CsvColumns, fields: Fields, place: number, kind: Kind): readonly string[] {
    const nulls = this.#values.nullsOf(fields, place, kind === 'text');
    const problems: string[] = [];
    for (let row = 0; row < fields.rows; row += 1) {
      const field = row * fields.columns + place;
      if (nulls?.[row] === 1 || (this.#values.formOf(fields, field) & ~FORMS_OF_KIND[kind]) === 0) continue;
      const text = JSON.stringify(fieldText(fields, field).slice(0, 40));
      problems.push(`- line ${fields.lines[row]}: ${layout.names[place]} is ${text}, which is not a ${kind}`);
    }
    return problems;
  }

  #made({ wanted, layout }: CsvColumns, builders: readonly ColumnBuilder[]): readonly Column[] {
    return wanted.map((place, index) => builders[index].column(layout.names[place]));
  }

  #remark(columns: CsvColumns, kinds: readonly Kind[]): void {
    for (const place of columns.wanted) {
      const remark = columns.asked[place] === undefined ? columns.forms[place].remark(kinds[place]) : undefined;
      if (remark !== undefined) this.surroundings.warn(remark);
    }
  }

  async #walk(visit: (fields: Fields, layout: CsvLayout) => void): Promise<void> {
    for await (const [fields, layout] of this.#blocks()) {
      this.surroundings.signal.throwIfAborted();
      await this.surroundings.protect(() => visit(fields, layout));
    }
  }

  /** The rows of the file, many at a time. What is given has to be used before the next is asked for. */
  async *#blocks(): AsyncGenerator<readonly [Fields, CsvLayout]> {
    const { source, options, surroundings } = this;
    const line = surroundings.progress(`Reading ${source.name}`);
    const report = (bytes: number): void =>
      line.report(`${Math.floor((100 * bytes) / source.size)}% of ${size(source.size)}`);
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
        checkUtf8(bytes.subarray(0, from), () => 1);
      }
      splitter ??= new RowSplitter(layout.names.length, layout.delimiter, layout.line);
      const values = bytes.subarray(from);
      const end = splitter.split(values, isEnd);
      rest = values.subarray(end);
      checkUtf8(values.subarray(0, end), (at) => lineOf(splitter, at));
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

function look(columns: CsvColumns, fields: Fields): void {
  for (const place of columns.wanted) {
    if (columns.asked[place] === undefined) columns.forms[place].look(fields, place);
  }
}

/** Looks at what the builders do not tell: quotes, and columns that may still become something else than text. */
function lookOn(columns: CsvColumns, builders: readonly ColumnBuilder[], fields: Fields): void {
  columns.wanted.forEach((place, index) => {
    const column = columns.forms[place];
    const isSettled = builders[index].kind !== 'text' || column.isText || columns.asked[place] !== undefined;
    if (isSettled) column.lookAtQuotes(fields, place);
    else column.look(fields, place);
  });
}

function kindsOf({ forms, asked, layout }: CsvColumns): readonly Kind[] {
  const hasPlain = layout.hasPlainName || forms.some((column) => column.hasPlain);
  return forms.map((column, place) => asked[place] ?? column.kind(hasPlain));
}

function lineOf(splitter: RowSplitter | undefined, at: number): number {
  if (splitter === undefined) return 1;
  const { starts, lines, rows, columns } = splitter;
  let row = 0;
  while (row + 1 < rows && starts[(row + 1) * columns] <= at) row += 1;
  return lines[row];
}

function size(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
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
