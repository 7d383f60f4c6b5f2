import { withArrays } from './array-interface';
import { type Handle, type Out, withIterator, xgboost } from './bindings';
import { check, written } from './call';
import { Matrix, type MatrixData, setInfo } from './dmatrix';

/** Rows that can be read again and again, in batches. A batch stays as it is until the next one is read. */
export interface RowBatches {
  readonly count: number;
  read(index: number): MatrixData;
}

export interface QuantileOptions {
  readonly threads: number;
  /** Most intervals of a column; the booster must be told the same. */
  readonly maxBin: number;
  /** The matrix that a model learns from; one that it is measured on has the same intervals. */
  readonly reference?: QuantileMatrix;
}

/**
 * XGBoost's QuantileDMatrix: for every value the number of its interval, which takes one byte in place of eight. Trees
 * of `tree_method` hist are the same as from a DMatrix. It is made from batches, which XGBoost walks through four times
 * (v3.2.0, `src/data/iterative_dmatrix.cc`).
 */
export class QuantileMatrix extends Matrix {
  constructor(batches: RowBatches, options: QuantileOptions) {
    super(create(batches, options));
  }
}

function create(batches: RowBatches, { threads, maxBin, reference }: QuantileOptions): Handle {
  const made: Out<Handle> = [null];
  check(xgboost().XGProxyDMatrixCreate(made), 'while making room for batches');
  const proxy = written(made);
  const walk = new Walk(batches, proxy);
  const out: Out<Handle> = [null];
  try {
    const config = `{"missing":NaN,"nthread":${threads},"max_bin":${maxBin}}`;
    const status = withIterator(walk, (reset, next) =>
      xgboost().XGQuantileDMatrixCreateFromCallback(null, proxy, reference?.handle ?? null, reset, next, config, out),
    );
    if (walk.failure !== undefined) throw walk.failure.error;
    check(status, 'while sorting the values of the columns into intervals');
    return written(out);
  } finally {
    check(xgboost().XGDMatrixFree(proxy), 'while freeing the room for batches');
  }
}

/** What XGBoost calls back. An error ends the walk, and is thrown when XGBoost has returned. */
class Walk {
  failure: { readonly error: unknown } | undefined;
  #index = 0;
  /** XGBoost reads the batch by its addresses until it asks for the next one. */
  #current: MatrixData | undefined;

  constructor(
    private readonly batches: RowBatches,
    private readonly proxy: Handle,
  ) {}

  readonly reset = (): void => {
    this.#index = 0;
  };

  readonly next = (): boolean => {
    if (this.failure !== undefined || this.#index >= this.batches.count) return false;
    try {
      this.#show(this.batches.read(this.#index));
      this.#index += 1;
      return true;
    } catch (error) {
      this.failure = { error };
      return false;
    }
  };

  #show(data: MatrixData): void {
    this.#current = data;
    withArrays(this.#current.columns, (interfaces) =>
      check(
        xgboost().XGProxyDMatrixSetDataColumnar(this.proxy, `[${interfaces.join(',')}]`),
        'while reading the columns',
      ),
    );
    setInfo(this.proxy, data);
  }
}
