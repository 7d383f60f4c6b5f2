import { findName, requireName } from '../../find-names';
import { columnCells } from '../../values/cells';
import { columnLength } from '../../values/text-column';
import type { AnyRow } from '../row-types';
import type { Column } from '../table';
import { readsOnlyMembers } from './reads-only-members';

/** A function of a cell that is called with each row, and with the row's number or with values beside the row. */
export type RowFunction = (row: AnyRow, beside: unknown) => unknown;

/** What a function of a cell gives for a row, by the row's number. */
export type AnswerOf = (row: number) => unknown;

/**
 * Calls a function with rows as often as `work` asks for answers. A name that no column has is an error, since JavaScript
 * would give undefined for it and `undefined > 14` is false: a filter with a misspelt name would quietly keep nothing. A
 * name in another case is found.
 * @param beside what the function gets beside each row; without it, the row's number.
 */
export function visitRows<Made>(
  columns: readonly Column[],
  visit: RowFunction,
  work: (answerOf: AnswerOf) => Made,
  beside?: unknown,
): Made {
  const visits = { isRunning: true };
  const guard = guardedNames(
    columns.map(({ name }) => name),
    visits,
  );
  const answers = readsOnlyMembers(visit) ? answersOfView : answersOfObjects;
  try {
    return work(answers(columns, guard, visit, beside));
  } finally {
    visits.isRunning = false;
  }
}

/** What a function gives for each row. */
export function answersOfRows(columns: readonly Column[], rowCount: number, visit: RowFunction): readonly unknown[] {
  return visitRows(columns, visit, (answerOf) => {
    const answers: unknown[] = new Array(rowCount);
    for (let row = 0; row < rowCount; row += 1) answers[row] = answerOf(row);
    return answers;
  });
}

/** All rows, one after another. */
export function* eachRow(columns: readonly Column[]): Generator<AnyRow, void, undefined> {
  const cells = columns.map((column) => [column.name, columnCells(column)] as const);
  const rowCount = columns.length === 0 ? 0 : columnLength(columns[0]);
  for (let row = 0; row < rowCount; row += 1) yield Object.fromEntries(cells.map(([name, cell]) => [name, cell(row)]));
}

/** One object stands for all rows, in turn: nothing is read but what the function asks for. */
function answersOfView(columns: readonly Column[], guard: object, visit: RowFunction, beside: unknown): AnswerOf {
  const cursor = { row: 0 };
  const view = Object.create(
    guard,
    Object.fromEntries(
      columns.map((column) => [column.name, { enumerable: true, get: cellGetter(column, cursor) }] as const),
    ),
  ) as AnyRow;
  return (row) => {
    cursor.row = row;
    return visit(view, beside ?? row);
  };
}

function answersOfObjects(columns: readonly Column[], guard: object, visit: RowFunction, beside: unknown): AnswerOf {
  const cells = columns.map((column) => [column.name, columnCells(column)] as const);
  return (row) => {
    const object = Object.fromEntries(cells.map(([name, cell]) => [name, cell(row)]));
    return visit(Object.setPrototypeOf(object, guard), beside ?? row);
  };
}

/** The most frequent kinds have getters of their own, which the compiler of JavaScript can put into the function. */
function cellGetter(column: Column, cursor: { readonly row: number }): () => unknown {
  const { nulls } = column;
  if (column.kind === 'number') {
    const { values } = column;
    if (nulls === undefined) return () => values[cursor.row];
    return () => (nulls[cursor.row] === 1 ? null : values[cursor.row]);
  }
  const cell = columnCells(column);
  return () => cell(cursor.row);
}

/**
 * What rows inherit from: it is asked for every name that a row itself does not have. A row that is kept is a plain object
 * after the visits, since libraries that get it may ask it for any name.
 */
function guardedNames(names: readonly string[], visits: { readonly isRunning: boolean }): object {
  return new Proxy(Object.prototype, {
    get: (prototype, name, row: unknown) => {
      if (!visits.isRunning || typeof name === 'symbol' || name in prototype || ASKED_OF_ANY_OBJECT.has(name)) {
        return Reflect.get(prototype, name, row);
      }
      return Reflect.get(row as object, findName(name, names) ?? requireName(name, names, 'The table'), row);
    },
  });
}

/** Names that JavaScript asks of every object by itself. */
const ASKED_OF_ANY_OBJECT: ReadonlySet<string> = new Set(['then', 'toJSON']);
