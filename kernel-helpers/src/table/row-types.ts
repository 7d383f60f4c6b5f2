import type { CalendarDate } from '../values/calendar-date';
import type { Decimal } from '../values/decimal';
import type { Timestamp } from '../values/timestamp';
import type {
  BigIntColumn,
  BooleanColumn,
  Column,
  DateColumn,
  DecimalColumn,
  NumberColumn,
  TextColumn,
  TimestampColumn,
} from './table';
import type { Aggregate, AggregateName, ColumnSum, ColumnValue } from './verbs/aggregates';

/**
 * A row of a table whose columns TypeScript does not know: every name is allowed, and every cell is usable. It is `any`
 * and not an interface with an index signature, because then a `Table<House>` goes where a `Table` is taken.
 */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyRow = any;

/**
 * An object that is a row. Its type may be an interface, which has no index signature; a list is no row.
 */
export type RowObject = object & { readonly [Symbol.iterator]?: never };

/** A cell of such a row. */
// biome-ignore lint/suspicious/noExplicitAny: cells of unknown type take part in any expression, as AnyRow says
type AnyCell = any;

/** The values of a column of unknown kind: what typed arrays and lists have in common. A union of them has no `reduce`. */
export interface Values extends Iterable<AnyCell> {
  readonly length: number;
  readonly [row: number]: AnyCell;
  at(row: number): AnyCell;
  reduce(step: (sum: AnyCell, value: AnyCell, row: number) => AnyCell): AnyCell;
  reduce<Sum>(step: (sum: Sum, value: AnyCell, row: number) => Sum, start: Sum): Sum;
  forEach(visit: (value: AnyCell, row: number) => void): void;
  every(test: (value: AnyCell, row: number) => unknown): boolean;
  some(test: (value: AnyCell, row: number) => unknown): boolean;
  indexOf(value: AnyCell): number;
}

/** A column of a table whose rows have no type: one of all kinds, whose values are usable before its kind is known. */
export type AnyColumn = Column & { readonly values: Values };

/** True for `any`, which is the only type that takes in everything and goes everywhere. */
type IsAny<Cell> = 0 extends 1 & Cell ? true : false;

/** True for rows that may have any name: `any`, and objects with an index signature. */
type IsOpen<Row> = string extends keyof Row ? true : false;

/** The column that holds cells of a type; null does not count. */
export type ColumnOf<Cell> =
  IsAny<Cell> extends true
    ? AnyColumn
    : [NonNullable<Cell>] extends [never]
      ? AnyColumn
      : [NonNullable<Cell>] extends [number]
        ? NumberColumn
        : [NonNullable<Cell>] extends [bigint]
          ? BigIntColumn
          : [NonNullable<Cell>] extends [boolean]
            ? BooleanColumn
            : [NonNullable<Cell>] extends [string]
              ? TextColumn
              : [NonNullable<Cell>] extends [CalendarDate]
                ? DateColumn
                : [NonNullable<Cell>] extends [Timestamp]
                  ? TimestampColumn
                  : [NonNullable<Cell>] extends [Decimal]
                    ? DecimalColumn
                    : AnyColumn;

/** The names of a row's columns. */
export type NameIn<Row> = keyof Row & string;

/** The names that are meant by those that were given, which may be in lower case. */
export type Named<Row, Given> = {
  [Name in NameIn<Row>]: Name extends Given ? Name : Lowercase<Name> extends Given ? Name : never;
}[NameIn<Row>];

/*
 * Rows that verbs make. They are mapped types without a name, so that an editor shows their columns and not a formula.
 * Where the table has no row type, a name in lower case may mean a column in upper case, so the made row is `any` too.
 */

/** Some columns of a row. */
export type Picked<Row, Given extends string> =
  IsOpen<Row> extends true
    ? [Given] extends [Uppercase<Given>]
      ? { [Name in Given]: AnyCell }
      : AnyRow
    : { [Name in Named<Row, Given>]: Row[Name] };

/** All columns of a row but some. */
export type Left<Row, Given extends string> =
  IsOpen<Row> extends true ? AnyRow : { [Name in Exclude<NameIn<Row>, Named<Row, Given>>]: Row[Name] };

/** A row with one more column, or with another one of that name. */
export type With<Row, Key extends string, Value> =
  IsOpen<Row> extends true
    ? AnyRow
    : { [Name in NameIn<Row> | Key]: Name extends Key ? Value : Name extends NameIn<Row> ? Row[Name] : never };

/** What aggregates make of a group of rows, beside the columns that name the group. */
export type Grouped<Row, Given extends string, Made> =
  IsOpen<Row> extends true
    ? [Given] extends [Uppercase<Given>]
      ? { [Name in Given | (keyof Made & string)]: Name extends keyof Made ? MadeCell<Row, Made[Name], Name> : AnyCell }
      : AnyRow
    : {
        [Name in Named<Row, Given> | (keyof Made & string)]: Name extends keyof Made
          ? MadeCell<Row, Made[Name], Name>
          : Name extends NameIn<Row>
            ? Row[Name]
            : never;
      };

/** The cell that an aggregate makes, which may be told as `mean('MEDINC')` or, in a column of that name, as 'mean'. */
export type MadeCell<Row, Made, Key> =
  Made extends Aggregate<infer Value, infer Given>
    ? [Value] extends [ColumnValue | ColumnSum]
      ? CellOfColumn<Row, Value, Given>
      : Value
    : Made extends AggregateName
      ? Made extends 'count' | 'distinct'
        ? number
        : Made extends 'sum'
          ? CellOfColumn<Row, ColumnSum, Key>
          : Made extends 'min' | 'max' | 'first' | 'last'
            ? CellOfColumn<Row, ColumnValue, Key>
            : number | null
      : never;

type CellOfColumn<Row, Value, Given> =
  IsOpen<Row> extends true
    ? AnyCell
    : [Value, NonNullable<Row[Named<Row, Given>]>] extends [ColumnSum, boolean]
      ? number | null
      : NonNullable<Row[Named<Row, Given>]> | null;

/** The same figure of several columns, in the columns of their names. */
export type FigureOf<Row, Kind extends AggregateName, Given extends string> = Readonly<
  Record<IsOpen<Row> extends true ? Given : Named<Row, Given>, Kind>
>;

/** A row whose columns have other names. */
export type Renamed<Row, Names> =
  IsOpen<Row> extends true ? AnyRow : { [Name in NameIn<Row> as NewName<Names, Name>]: Row[Name] };

type NewName<Names, Name extends string> = Name extends keyof Names
  ? Names[Name] & string
  : Lowercase<Name> extends keyof Names
    ? Names[Lowercase<Name>] & string
    : Name;

/** Which rows a join keeps that find no partner. */
export type JoinKind = 'inner' | 'left' | 'right' | 'full';

/** A row of two joined tables. Columns of the other table whose name is taken end in `_RIGHT`. */
export type Joined<Row, Other, On, How extends JoinKind> =
  IsOpen<Row> extends true
    ? AnyRow
    : IsOpen<Other> extends true
      ? AnyRow
      : {
          [Name in NameIn<Row> | JoinedName<Row, Other, On>]: Name extends NameIn<Row>
            ? Row[Name] | (Name extends KeyOn<Row, On> ? never : How extends 'right' | 'full' ? null : never)
            : OtherCell<Row, Other, Name> | (How extends 'left' | 'full' ? null : never);
        };

type KeyOn<Row, On> = On extends string
  ? Named<Row, On>
  : On extends readonly (infer Given)[]
    ? Named<Row, Given>
    : Named<Row, keyof On>;

type OtherKeyOn<Other, On> = On extends string
  ? Named<Other, On>
  : On extends readonly (infer Given)[]
    ? Named<Other, Given>
    : Named<Other, On[keyof On]>;

type JoinedName<Row, Other, On> = {
  [Name in Exclude<NameIn<Other>, OtherKeyOn<Other, On>>]: Name extends NameIn<Row> ? `${Name}_RIGHT` : Name;
}[Exclude<NameIn<Other>, OtherKeyOn<Other, On>>];

type OtherCell<Row, Other, Name> = Name extends `${infer Short}_RIGHT`
  ? Short extends NameIn<Row> & NameIn<Other>
    ? Other[Short]
    : Name extends NameIn<Other>
      ? Other[Name]
      : never
  : Name extends NameIn<Other>
    ? Other[Name]
    : never;
