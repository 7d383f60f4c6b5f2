import { UserError } from '../../errors';
import { findNames, requireName } from '../../find-names';
import type { Surroundings } from '../../surroundings';
import { Table } from '../../table/columnar-table';
import type { Column } from '../../table/table';
import { type ColumnBuilder, columnBuilder } from './column-builder';
import { ColumnForms } from './column-forms';
import { type Fields, fieldText, missingFields } from './fields';
import { FORMS_OF_KIND, type Kind } from './value-forms';
import type { ValueReader } from './value-reader';

const SHOWN_PROBLEMS = 5;

/** What is known of a file's rows when some of them are read. */
export interface RowLayout {
  /** The columns of these rows, and of all rows before. */
  readonly names: readonly string[];
  /** Some name stands without quotes. Undefined where quotes tell the kind of every value, as in JSON. */
  readonly hasPlainName?: boolean;
}

/** A file of rows whose values lie among its bytes. */
export interface RowFile {
  /** As messages name it. */
  readonly name: string;
  readonly values: ValueReader;
  /** True where later rows may have further columns. */
  readonly isOpen: boolean;
  /**
   * All rows, many at a time. What is given has to be used before the next is asked for.
   * @param names columns that are known from an earlier time.
   */
  blocks(names?: readonly string[]): AsyncIterable<readonly [Fields, RowLayout]>;
}

export interface ColumnWishes {
  readonly columns?: readonly string[];
  readonly types?: Readonly<Record<string, Kind>>;
}

/** The positions of the wanted columns; throws if a wanted or a typed column is not there. */
export function wantedColumns(names: readonly string[], { columns, types = {} }: ColumnWishes): readonly number[] {
  for (const name of Object.keys(types)) requireName(name, names, 'The file');
  return columns?.map((name) => names.indexOf(requireName(name, names, 'The file'))) ?? names.map((_, index) => index);
}

/** The columns of one file: what is known of them, and what is made of them. */
class FileColumns {
  names: readonly string[] = [];
  hasPlainName: boolean | undefined;
  /** Positions in the file, of all columns that are wanted as far as they are known. */
  wanted: readonly number[] = [];
  asked: readonly (Kind | undefined)[] = [];
  readonly forms: ColumnForms[] = [];

  constructor(
    private readonly file: RowFile,
    private readonly wishes: ColumnWishes,
  ) {}

  /** Takes up columns that were not known before. */
  know({ names, hasPlainName }: RowLayout): void {
    if (names.length === this.names.length) return;
    this.names = names;
    this.hasPlainName = hasPlainName;
    const { columns, types = {} } = this.wishes;
    const typed = Object.keys(types);
    const found = findNames(typed, names);
    this.asked = names.map((name) => {
      const index = found.indexOf(name);
      return index < 0 ? undefined : types[typed[index]];
    });
    for (const name of names.slice(this.forms.length)) this.forms.push(new ColumnForms(name, this.file.values));
    if (!this.file.isOpen) this.wanted = wantedColumns(names, this.wishes);
    else {
      const known = columns === undefined ? names : findNames(columns, names);
      this.wanted = known.flatMap((name) => (name === undefined ? [] : [names.indexOf(name)]));
    }
  }

  /** Puts the wanted columns into their order, when all are known. */
  settle(): void {
    this.wanted = wantedColumns(this.names, this.wishes);
  }

  kinds(): readonly Kind[] {
    const hasPlain =
      this.hasPlainName !== undefined && (this.hasPlainName || this.forms.some((column) => column.hasPlain));
    return this.forms.map((column, place) => this.asked[place] ?? column.kind(hasPlain));
  }
}

/** Reads the columns of a file, each as the kind that holds all its values. `surroundings` hear remarks about columns. */
export class ColumnsReader {
  constructor(
    private readonly file: RowFile,
    private readonly wishes: ColumnWishes,
    private readonly surroundings: Surroundings,
  ) {}

  /**
   * Reads the file once with the kinds that its first part has. Where a later value is of another kind, those columns are
   * read a second time.
   */
  async read(): Promise<Table> {
    const columns = new FileColumns(this.file, this.wishes);
    /** By the position of their columns. */
    const builders = new Map<number, ColumnBuilder>();
    let rows = 0;
    await this.#walk((fields, layout) => {
      const known = columns.names.length;
      columns.know(layout);
      const added = columns.wanted.filter((place) => !builders.has(place));
      lookOn(columns, builders, fields);
      if (added.length > 0) {
        for (const place of added) if (columns.asked[place] === undefined) columns.forms[place].look(fields, place);
        const kinds = columns.kinds();
        const before = missingFields(known === 0 ? 0 : rows);
        for (const place of added) {
          const builder = columnBuilder(kinds[place], this.file.values);
          builder.add(before, 0);
          builders.set(place, builder);
        }
      }
      this.#build(columns, builders, fields);
      rows += fields.rows;
    });
    this.#end(columns);
    for (const [place, builder] of builders) {
      if (builder.kind !== 'text') columns.forms[place].forms |= builder.forms;
    }
    const kinds = columns.kinds();
    const again = columns.wanted.filter((place) => builders.get(place)?.kind !== kinds[place]);
    if (again.length > 0) await this.#readAgain(columns, kinds, builders, again);
    this.#remark(columns, kinds);
    return new Table(made(columns, builders));
  }

  /** Looks at the whole file first, unless all kinds were asked for: so every batch has the kinds that hold all values. */
  async *batches(): AsyncGenerator<Table> {
    const columns = new FileColumns(this.file, this.wishes);
    const isTold = (): boolean =>
      !this.file.isOpen && columns.wanted.every((place) => columns.asked[place] !== undefined);
    for await (const [fields, layout] of this.file.blocks()) {
      columns.know(layout);
      if (isTold()) break;
      for (const place of columns.wanted) {
        if (columns.asked[place] === undefined) columns.forms[place].look(fields, place);
      }
    }
    this.#end(columns);
    const kinds = columns.kinds();
    this.#remark(columns, kinds);
    for await (const [fields] of this.file.blocks(columns.names)) {
      yield await this.surroundings.protect(() => {
        const builders = new Map(columns.wanted.map((place) => [place, columnBuilder(kinds[place], this.file.values)]));
        this.#build(columns, builders, fields);
        return new Table(made(columns, builders));
      });
    }
  }

  #end(columns: FileColumns): void {
    if (columns.names.length === 0)
      throw new UserError(`${this.file.name} is empty: it has not even names of columns.`);
    columns.settle();
  }

  async #readAgain(
    columns: FileColumns,
    kinds: readonly Kind[],
    builders: Map<number, ColumnBuilder>,
    again: readonly number[],
  ): Promise<void> {
    for (const place of again) builders.set(place, columnBuilder(kinds[place], this.file.values));
    await this.#walk((fields) => {
      for (const place of again) {
        // The first text of a column that was expected to hold something else is named in a remark.
        if (columns.forms[place].firstText === undefined) columns.forms[place].look(fields, place);
        builders.get(place)?.add(fields, place);
      }
    }, columns.names);
  }

  /** Throws where a value does not fit the kind that was asked for. */
  #build(columns: FileColumns, builders: ReadonlyMap<number, ColumnBuilder>, fields: Fields): void {
    const problems: string[] = [];
    for (const [place, builder] of builders) {
      builder.add(fields, place);
      if (columns.asked[place] === undefined) continue;
      const allowed = FORMS_OF_KIND[builder.kind];
      if ((builder.forms & ~allowed) === 0) continue;
      for (const problem of this.#misfits(columns, fields, place, builder.kind)) problems.push(problem);
    }
    if (problems.length === 0) return;
    const more = problems.length > SHOWN_PROBLEMS ? [`- and ${problems.length - SHOWN_PROBLEMS} more`] : [];
    throw new UserError(
      [
        `${this.file.name} has values that do not fit their types:`,
        ...problems.slice(0, SHOWN_PROBLEMS),
        ...more,
        "Leave the types out, or pass { nullTexts: ['…'] } with the texts that stand for a missing value.",
      ].join('\n'),
    );
  }

  #misfits({ names }: FileColumns, fields: Fields, place: number, kind: Kind): readonly string[] {
    const { values } = this.file;
    const nulls = values.nullsOf(fields, place, kind === 'text');
    const problems: string[] = [];
    for (let row = 0; row < fields.rows; row += 1) {
      const field = row * fields.columns + place;
      if (nulls?.[row] === 1 || (values.formOf(fields, field) & ~FORMS_OF_KIND[kind]) === 0) continue;
      const text = JSON.stringify(fieldText(fields, field).slice(0, 40));
      problems.push(`- line ${fields.lines[row]}: ${names[place]} is ${text}, which is not a ${kind}`);
    }
    return problems;
  }

  #remark(columns: FileColumns, kinds: readonly Kind[]): void {
    for (const place of columns.wanted) {
      const remark = columns.asked[place] === undefined ? columns.forms[place].remark(kinds[place]) : undefined;
      if (remark !== undefined) this.surroundings.warn(remark);
    }
  }

  async #walk(visit: (fields: Fields, layout: RowLayout) => void, names?: readonly string[]): Promise<void> {
    for await (const [fields, layout] of this.file.blocks(names)) {
      this.surroundings.signal.throwIfAborted();
      await this.surroundings.protect(() => visit(fields, layout));
    }
  }
}

/** Looks at what the builders do not tell: quotes, and columns that may still become something else than text. */
function lookOn(columns: FileColumns, builders: ReadonlyMap<number, ColumnBuilder>, fields: Fields): void {
  for (const [place, builder] of builders) {
    const column = columns.forms[place];
    const isSettled = builder.kind !== 'text' || column.isText || columns.asked[place] !== undefined;
    if (isSettled) column.lookAtQuotes(fields, place);
    else column.look(fields, place);
  }
}

function made({ wanted, names }: FileColumns, builders: ReadonlyMap<number, ColumnBuilder>): readonly Column[] {
  return wanted.flatMap((place) => builders.get(place)?.column(names[place]) ?? []);
}
