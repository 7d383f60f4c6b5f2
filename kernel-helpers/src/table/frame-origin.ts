import type { DataFrame } from './data-frame';

/** danfo's methods whose result shows rows, or figures, of the frame they were called on. */
const DERIVING_METHODS = [
  'head',
  'tail',
  'describe',
  'query',
  'sortValues',
  'loc',
  'iloc',
  'addColumn',
  'drop',
  'rename',
  'copy',
] as const;

/** Writes on a frame where its rows came from, and sees to it that frames derived from it say so too. */
export function markOrigin(frame: DataFrame, origin: string): DataFrame {
  Object.defineProperty(frame, 'origin', { value: origin, configurable: true });
  for (const name of DERIVING_METHODS) {
    const method: unknown = frame[name];
    if (typeof method !== 'function') continue;
    Object.defineProperty(frame, name, {
      configurable: true,
      writable: true,
      value: (...args: readonly unknown[]) => {
        const result: unknown = Reflect.apply(method, frame, args);
        return isDataFrame(result) ? markOrigin(result, origin) : result;
      },
    });
  }
  return frame;
}

/** True for a danfo DataFrame of any loaded copy of danfo. */
export function isDataFrame(value: unknown): value is DataFrame {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$dataIncolumnFormat' in value &&
    'describe' in value &&
    'groupby' in value
  );
}
