import { inspect } from 'node:util';
import { InternalError } from '../errors';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import { tableBundle } from '../render/table-view';
import { asTabular } from '../render/tabular';
import { copyColumnData, freezeValues, honourColumns, honourNewNames } from './danfo-assignments';
import { guardMembers } from './danfo-members';
import type { DataFrame, FrameValue } from './data-frame';
import { markOrigin } from './frame-origin';

/** danfo's element types. Its `float32` holds JavaScript doubles. */
export type FrameType = 'float32' | 'int32' | 'string' | 'boolean';

interface Danfo {
  readonly DataFrame: {
    new (
      columns: Readonly<Record<string, readonly FrameValue[]>>,
      options: { readonly dtypes: readonly FrameType[] },
    ): DataFrame;
    readonly prototype: object;
  };
  readonly Series: { readonly prototype: object };
  readonly Utils: new () => { inferDtype(values: readonly unknown[]): readonly string[] };
  readonly tensorflow: { enableProdMode(): void };
}

export interface FrameColumn {
  readonly name: string;
  readonly type: FrameType;
  readonly values: readonly FrameValue[];
}

let danfo: Danfo | undefined;

/** Makes a danfo DataFrame. danfo takes a second or more to load, so it is loaded here and not before. */
export function createDataFrame(columns: readonly FrameColumn[], origin?: string): DataFrame {
  const frame = new (loadDanfo().DataFrame)(Object.fromEntries(columns.map(({ name, values }) => [name, values])), {
    dtypes: columns.map(({ type }) => type),
  });
  return origin === undefined ? frame : markOrigin(frame, origin);
}

function loadDanfo(): Danfo {
  if (danfo === undefined) {
    danfo = require('danfojs-node') as Danfo;
    // Without this the first tensor prints TensorFlow's welcome into the cell.
    danfo.tensorflow.enableProdMode();
    changeClasses(danfo);
  }
  return danfo;
}

/** Without this, a frame as a cell's result prints danfo's own fields. No column can clash with these symbols. */
function showItself(prototype: object): void {
  Object.defineProperties(prototype, {
    [JUPYTER_DISPLAY]: { configurable: true, value: rowsBundle },
    [inspect.custom]: { configurable: true, value: rowsText },
  });
}

/** danfo's own methods make frames and series of the classes that the exported ones extend; all have one base. */
function changeClasses({ DataFrame, Series, Utils }: Danfo): void {
  const utils = new Utils();
  const frames = prototypesOf(DataFrame.prototype);
  const series = prototypesOf(Series.prototype);
  const base = frames.at(-1);
  const own = frames.at(-2);
  if (base === undefined || own === undefined || series.at(-1) !== base) {
    throw new InternalError('danfo has other classes than those of version 1.2.0.');
  }
  showItself(base);
  honourColumns(own, (values) => utils.inferDtype(values)[0] ?? 'string');
  freezeValues(base);
  copyColumnData(base);
  for (const prototype of frames) guardMembers(prototype, 'DataFrame');
  for (const prototype of series) guardMembers(prototype, 'Series');
  honourNewNames(base);
}

/** The prototypes of a class and of those it extends, without Object's. */
function prototypesOf(prototype: object): readonly object[] {
  const parent: object | null = Object.getPrototypeOf(prototype);
  return parent === null ? [] : [prototype, ...prototypesOf(parent)];
}

function rowsBundle(this: object): MimeBundle {
  const rows = asTabular(this);
  return rows === undefined ? { 'text/plain': String(this) } : tableBundle(rows);
}

function rowsText(this: object): string {
  return String(rowsBundle.call(this)['text/plain']);
}
