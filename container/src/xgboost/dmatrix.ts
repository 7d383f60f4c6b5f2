import { type NumberArray, withArrays } from './array-interface';
import { type Handle, type Out, xgboost } from './bindings';
import { check, written } from './call';

/** Rows in columns; with labels if a model learns from them or is measured on them. NaN is a missing value. */
export interface MatrixData {
  readonly columns: readonly NumberArray[];
  readonly labels?: NumberArray;
  /** How much each row counts. @default 1 */
  readonly weights?: NumberArray;
  /** For each column, `q` for a quantity or `c` for a category. @default quantities */
  readonly featureTypes?: readonly FeatureType[];
}

export type FeatureType = 'q' | 'c';

/** XGBoost's matrix, of either kind. */
export class Matrix {
  #isOpen = true;

  protected constructor(readonly handle: Handle) {}

  get rowCount(): number {
    const out: Out<number | bigint> = [null];
    check(xgboost().XGDMatrixNumRow(this.handle, out), 'while counting rows');
    return Number(written(out));
  }

  get columnCount(): number {
    const out: Out<number | bigint> = [null];
    check(xgboost().XGDMatrixNumCol(this.handle, out), 'while counting columns');
    return Number(written(out));
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    check(xgboost().XGDMatrixFree(this.handle), 'while freeing a matrix');
  }
}

/** A copy of the data that it was made from. */
export class DMatrix extends Matrix {
  constructor(data: MatrixData, { threads = 0 }: { readonly threads?: number } = {}) {
    // NaN is not JSON, but XGBoost's parser reads it and expects it.
    const config = `{"missing":NaN,"nthread":${threads}}`;
    const out: Out<Handle> = [null];
    withArrays(data.columns, (interfaces) =>
      check(
        xgboost().XGDMatrixCreateFromColumnar(`[${interfaces.join(',')}]`, config, out),
        'while reading the columns',
      ),
    );
    super(written(out));
    setInfo(this.handle, data);
  }
}

/** Gives a matrix what belongs to its rows and columns beside the values. XGBoost copies it. */
export function setInfo(handle: Handle, { labels, weights, featureTypes }: MatrixData): void {
  const fields = [
    { field: 'label', values: labels, doing: 'while reading the target column' },
    { field: 'weight', values: weights, doing: 'while reading the weights' },
  ];
  for (const { field, values, doing } of fields) {
    if (values === undefined) continue;
    withArrays([values], ([array]) => check(xgboost().XGDMatrixSetInfoFromInterface(handle, field, array), doing));
  }
  if (featureTypes === undefined) return;
  check(
    xgboost().XGDMatrixSetStrFeatureInfo(handle, 'feature_type', featureTypes, featureTypes.length),
    'while setting the types of the columns',
  );
}
