import type { DataFrame, FrameValue } from './data-frame';
import { markOrigin } from './frame-origin';

/** danfo's element types. Its `float32` holds JavaScript doubles. */
export type FrameType = 'float32' | 'int32' | 'string' | 'boolean';

interface Danfo {
  readonly DataFrame: new (
    columns: Readonly<Record<string, readonly FrameValue[]>>,
    options: { readonly dtypes: readonly FrameType[] },
  ) => DataFrame;
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
  }
  return danfo;
}
