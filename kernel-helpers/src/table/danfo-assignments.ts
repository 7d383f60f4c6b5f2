import { UserError } from '../errors';
import { isDanfoFrame, isDanfoSeries } from '../values/danfo-frame';

/** danfo's own fields and methods that change a frame. */
interface ChangeableFrame {
  $data: readonly (readonly unknown[])[];
  $dataIncolumnFormat: readonly (readonly unknown[])[];
  $columns: readonly string[];
  $dtypes: readonly string[];
  readonly shape: readonly number[];
  addColumn(name: string, values: readonly unknown[], options: { readonly inplace: true }): void;
}

/** Guesses danfo's type of a column from its first values. */
export type GuessType = (values: readonly unknown[]) => string;

type Method = (this: ChangeableFrame, ...args: readonly unknown[]) => unknown;

/**
 * Makes danfo's DataFrame honour assignments of columns. danfo itself ignores a new column, `frame['RICH'] = …`. For a
 * known column it changes rows that other frames share, or keeps a Series where its methods expect values.
 */
export function honourColumns(prototype: object, guessType: GuessType): void {
  replace(
    prototype,
    '$setColumnData',
    () =>
      function (name, values) {
        setColumn(this, String(name), columnValues(this, String(name), values), guessType);
      },
  );
  // A member of danfo's class keeps its meaning; column(name) gives a column of that name.
  replace(
    prototype,
    '$setInternalColumnDataProperty',
    (original) =>
      function (column) {
        const names = typeof column === 'string' ? [column] : this.$columns;
        for (const name of names) if (!(name in this)) original.call(this, name);
      },
  );
  replace(
    prototype,
    'addColumn',
    (original) =>
      function (name, values, options) {
        if (!this.$columns.includes(String(name))) return addColumn(this, original, [name, values, options], guessType);
        throw new UserError(
          `The frame has a column ${String(name)} already. Assign it: frame['${String(name)}'] = values; or use another name.`,
        );
      },
  );
}

/** Keeps values from being written in place, `frame.values[0][0] = 1`: only half of danfo's methods would see them. */
export function freezeValues(prototype: object): void {
  for (const name of ['loadArrayIntoNdframe', '$setValues']) {
    replace(
      prototype,
      name,
      (original) =>
        function (...args) {
          const result = Reflect.apply(original, this, args);
          if (!isDanfoSeries(this)) freeze(this);
          return result;
        },
    );
  }
}

/** Gives arrays of their own to `dfd.concat`, which lengthens those of the first frame, so that this frame changed too. */
export function copyColumnData(base: object): void {
  const { get } = Object.getOwnPropertyDescriptor(base, 'getColumnData') ?? {};
  if (get === undefined) return;
  Object.defineProperty(base, 'getColumnData', {
    configurable: true,
    get(this: unknown) {
      const columns: readonly (readonly unknown[])[] = get.call(this);
      return isDanfoSeries(this) ? columns : columns.map((values) => [...values]);
    },
  });
}

/** Handles assignments to names that danfo's classes do not have: on a DataFrame they make a column. */
export function honourNewNames(base: object): void {
  const unknownNames = new Proxy(Object.create(Object.prototype), {
    set: (_, name, value, receiver) => {
      if (typeof name === 'symbol' || name.startsWith('$') || !isDanfoFrame(receiver)) {
        return Reflect.defineProperty(receiver, name, { value, writable: true, enumerable: true, configurable: true });
      }
      if (isDanfoSeries(receiver)) {
        throw new UserError(
          `A danfo Series takes no assignment to ${name}. Compute a new one, with add(), mul() or map() for example.`,
        );
      }
      const frame = receiver as unknown as ChangeableFrame;
      frame.addColumn(name, columnValues(frame, name, value), { inplace: true });
      return true;
    },
  });
  Object.setPrototypeOf(base, unknownNames);
}

/** Adding a column in place makes danfo guess the types of all columns again; this keeps the known ones. */
function addColumn(frame: ChangeableFrame, original: Method, args: readonly unknown[], guessType: GuessType): unknown {
  const [name, values, options] = args;
  const known = new Map(frame.$columns.map((column, index) => [column, frame.$dtypes[index]]));
  const added = columnValues(frame, String(name), values);
  const result = original.call(frame, name, added, options);
  if (result === undefined) frame.$dtypes = frame.$columns.map((column) => known.get(column) ?? guessType(added));
  return result;
}

function setColumn(frame: ChangeableFrame, name: string, values: readonly unknown[], guessType: GuessType): void {
  const position = frame.$columns.indexOf(name);
  frame.$data = frame.$data.map((row, index) =>
    Object.freeze(row.map((cell, at) => (at === position ? values[index] : cell))),
  );
  frame.$dataIncolumnFormat = frame.$dataIncolumnFormat.map((cells, at) => (at === position ? values : cells));
  frame.$dtypes = frame.$dtypes.map((type, at) => (at === position ? guessType(values) : type));
}

function columnValues(frame: ChangeableFrame, name: string, value: unknown): readonly unknown[] {
  const values = isDanfoSeries(value) ? value.values : value;
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) {
    throw new UserError(`Column ${name} takes a Series or an array, with one value for each row.`);
  }
  const cells: readonly unknown[] = Object.freeze(Array.from(values as ArrayLike<unknown>));
  const [rows] = frame.shape;
  if (cells.length === rows) return cells;
  throw new UserError(`Column ${name} takes ${rows} values, one for each row, but gets ${cells.length}.`);
}

function freeze(frame: ChangeableFrame): void {
  frame.$data = frame.$data.map(frozen);
  frame.$dataIncolumnFormat = frame.$dataIncolumnFormat.map(frozen);
}

/** Rows are shared with frames that were made from this one, and may be arrays of the caller. */
function frozen(values: readonly unknown[]): readonly unknown[] {
  return Object.isFrozen(values) ? values : Object.freeze([...values]);
}

function replace(prototype: object, name: string, make: (original: Method) => Method): void {
  const original: unknown = Reflect.get(prototype, name);
  if (typeof original !== 'function') return;
  Object.defineProperty(prototype, name, { configurable: true, writable: true, value: make(original as Method) });
}
