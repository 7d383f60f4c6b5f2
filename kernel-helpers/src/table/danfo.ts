import { inspect } from 'node:util';
import { JUPYTER_DISPLAY, type MimeBundle } from '../cell/kernel-bridge';
import { tableBundle } from '../display/table-view';
import { asTabular } from '../display/tabular';
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
    showItself(baseOf(danfo.DataFrame.prototype));
  }
  return danfo;
}

/** Without this a frame as a cell's result prints danfo's insides. The keys are symbols, so no column can clash with them. */
function showItself(prototype: object): void {
  Object.defineProperties(prototype, {
    [JUPYTER_DISPLAY]: { configurable: true, value: rowsBundle },
    [inspect.custom]: { configurable: true, value: rowsText },
  });
}

/** danfo's own methods make frames and series of the classes that the exported ones extend; all have one base. */
function baseOf(prototype: object): object {
  const parent: object | null = Object.getPrototypeOf(prototype);
  return parent === null || Object.getPrototypeOf(parent) === null ? prototype : baseOf(parent);
}

function rowsBundle(this: object): MimeBundle {
  const rows = asTabular(this);
  return rows === undefined ? { 'text/plain': String(this) } : tableBundle(rows);
}

function rowsText(this: object): string {
  return String(rowsBundle.call(this)['text/plain']);
}
