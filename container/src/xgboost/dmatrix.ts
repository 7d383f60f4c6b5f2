import { type NumberArray, withArrays } from './array-interface';
import { type Handle, type Out, xgboost } from './bindings';
import { check, written } from './call';

/** Rows in columns; with labels if a model learns from them or is measured on them. NaN is a missing value. */
export interface MatrixData {
  readonly columns: readonly NumberArray[];
  readonly labels?: NumberArray;
}

/** XGBoost's matrix: a copy of the data that it was made from. */
export class DMatrix {
  readonly handle: Handle;
  #isOpen = true;

  constructor({ columns, labels }: MatrixData, { threads = 0 }: { readonly threads?: number } = {}) {
    // NaN is not JSON, but XGBoost's parser reads it and expects it.
    const config = `{"missing":NaN,"nthread":${threads}}`;
    const out: Out<Handle> = [null];
    withArrays(columns, (interfaces) =>
      check(
        xgboost().XGDMatrixCreateFromColumnar(`[${interfaces.join(',')}]`, config, out),
        'while reading the columns',
      ),
    );
    this.handle = written(out);
    if (labels === undefined) return;
    withArrays([labels], ([label]) =>
      check(xgboost().XGDMatrixSetInfoFromInterface(this.handle, 'label', label), 'while reading the target column'),
    );
  }

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
