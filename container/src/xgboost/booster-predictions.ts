import { type NumberArray, withMatrix } from './array-interface';
import { type Handle, type Out, xgboost } from './bindings';
import { check, written } from './call';
import { decodeFloats, decodeLongs } from './decode';
import { DMatrix } from './dmatrix';

/** Predictions, row after row. Some objectives (`multi:softprob`) give more than one value per row. */
export interface Predictions {
  readonly values: Float32Array;
  readonly valuesPerRow: number;
}

/**
 * What to compute for each row, by every tree: what the objective predicts; the margin, which is the sum of the leaves
 * before the objective changes it; or SHAP contributions to the margin, for each class one per feature and the bias last.
 */
export type Output = 'prediction' | 'margin' | 'contributions';

/** The field `type` of XGBoost's prediction calls (`c_api.h`, `XGBoosterPredictFromDMatrix`). */
const OUTPUT_TYPES = { prediction: 0, margin: 1, contributions: 2 } as const satisfies Record<Output, number>;
const EVERY_TREE = '"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true';

/** What decides how a model predicts. */
interface PredictedModel {
  readonly featureCount: number;
  /** `gbtree`, `dart` or `gblinear`. */
  readonly kind: string;
}

/** The predictions of one model. */
export class BoosterPredictions {
  readonly #booster: Handle;
  /** What XGBoost needs to predict in place; making it anew takes a third of the time of a call for one row. */
  #proxy: Handle | undefined;

  constructor(booster: Handle) {
    this.#booster = booster;
  }

  /** Predicts rows that lie one after another in `values`; NaN is a missing value. */
  predict(values: NumberArray, output: Output, { featureCount, kind }: PredictedModel): Predictions {
    const shape: Out<Handle> = [null];
    const dimensions: Out<number | bigint> = [null];
    const result: Out<Handle> = [null];
    const config = `"type":${OUTPUT_TYPES[output]},${EVERY_TREE}`;
    // XGBoost predicts in place from trees only (v3.2.0, `InplacePredict` in its `src/gbm`), and no contributions.
    if (output === 'contributions' || kind === 'gblinear') {
      withColumns(values, featureCount, (matrix) =>
        check(
          xgboost().XGBoosterPredictFromDMatrix(this.#booster, matrix.handle, `{${config}}`, shape, dimensions, result),
          'while predicting',
        ),
      );
    } else {
      const inPlace = `{${config},"missing":NaN,"cache_id":0}`;
      withMatrix(values, featureCount, (matrix) =>
        check(
          xgboost().XGBoosterPredictFromDense(
            this.#booster,
            matrix,
            inPlace,
            this.#proxyMatrix,
            shape,
            dimensions,
            result,
          ),
          'while predicting',
        ),
      );
    }
    // With strict_shape: rows, then values of each row, for contributions in two dimensions.
    const [rowCount, ...sizes] = decodeLongs(written(shape), Number(written(dimensions)));
    const valuesPerRow = sizes.reduce((product, size) => product * size, 1);
    return { values: decodeFloats(written(result), rowCount * valuesPerRow), valuesPerRow };
  }

  get #proxyMatrix(): Handle {
    if (this.#proxy === undefined) {
      const out: Out<Handle> = [null];
      check(xgboost().XGProxyDMatrixCreate(out), 'while preparing a prediction');
      this.#proxy = written(out);
    }
    return this.#proxy;
  }

  /** Calling it twice is fine. */
  close(): void {
    if (this.#proxy !== undefined) check(xgboost().XGDMatrixFree(this.#proxy), 'while freeing a model');
    this.#proxy = undefined;
  }
}

/** Passes rows that lie one after another as XGBoost's own matrix, which exists only during the call. */
function withColumns(values: NumberArray, width: number, use: (matrix: DMatrix) => void): void {
  const rowCount = values.length / width;
  const columns = Array.from({ length: width }, (_, column) =>
    Float32Array.from({ length: rowCount }, (_, row) => values[row * width + column]),
  );
  const matrix = new DMatrix({ columns }, { threads: 1 });
  try {
    use(matrix);
  } finally {
    matrix.close();
  }
}
