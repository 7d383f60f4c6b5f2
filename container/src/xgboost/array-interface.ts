import koffi from 'koffi';

export type NumberArray = Float32Array | Float64Array;

/** Arrays that a running C call reads by their address. This set keeps the garbage collector from freeing them. */
const readByAddress = new Set<NumberArray>();

/**
 * Hands arrays to a C call in XGBoost's form, NumPy's array interface as JSON
 * (https://numpy.org/doc/stable/reference/arrays.interface.html), without a copy.
 */
export function withArrays<Result>(arrays: readonly NumberArray[], call: (interfaces: string[]) => Result): Result {
  return keepingAlive(arrays, () => call(arrays.map((array) => describe(array, [array.length]))));
}

/** The same for one matrix that lies row after row in one array. */
export function withMatrix<Result>(values: NumberArray, columnCount: number, call: (matrix: string) => Result): Result {
  return keepingAlive([values], () => call(describe(values, [values.length / columnCount, columnCount])));
}

function keepingAlive<Result>(arrays: readonly NumberArray[], call: () => Result): Result {
  for (const array of arrays) readByAddress.add(array);
  try {
    return call();
  } finally {
    readByAddress.clear();
  }
}

function describe(array: NumberArray, shape: readonly number[]): string {
  const type = array instanceof Float32Array ? '<f4' : '<f8';
  return `{"data":[${koffi.address(array)},true],"typestr":"${type}","shape":[${shape.join(',')}],"version":3}`;
}
