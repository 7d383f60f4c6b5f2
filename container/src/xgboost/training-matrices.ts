import { DMatrix, type FeatureType, type Matrix, type MatrixData } from './dmatrix';
import { QuantileMatrix, type RowBatches } from './quantile-matrix';
import { type RowFile, readBatch, roomForBatch } from './row-file';

/** Rows in a file: features, label and, where there is one, weight. */
export interface FiledRows {
  readonly file: RowFile;
  readonly hasWeights: boolean;
  readonly featureTypes?: readonly FeatureType[];
}

export interface TrainingRows {
  readonly train: MatrixData | FiledRows;
  readonly validation?: MatrixData | FiledRows;
  readonly threads: number;
  /** Most intervals of a column in `tree_method` hist. @default 256, XGBoost's own */
  readonly maxBin?: number;
}

const XGBOOST_MAX_BIN = 256;

/** The matrices to learn from and to measure on. The caller closes them. */
export function trainingMatrices(order: TrainingRows): Readonly<Record<string, Matrix>> {
  const train = matrixOf(order.train, order);
  if (order.validation === undefined) return { train };
  try {
    return { train, validation: matrixOf(order.validation, order, train) };
  } catch (error) {
    train.close();
    throw error;
  }
}

function matrixOf(
  rows: MatrixData | FiledRows,
  { threads, maxBin = XGBOOST_MAX_BIN }: TrainingRows,
  train?: Matrix,
): Matrix {
  if (!('file' in rows)) return new DMatrix(rows, { threads });
  const reference = train instanceof QuantileMatrix ? train : undefined;
  return new QuantileMatrix(batchesOf(rows), { threads, maxBin, reference });
}

function batchesOf({ file, hasWeights, featureTypes }: FiledRows): RowBatches {
  const room = roomForBatch(file);
  const featureCount = file.width - (hasWeights ? 2 : 1);
  const dataOf = (columns: readonly Float32Array[]): MatrixData => ({
    columns: columns.slice(0, featureCount),
    labels: columns[featureCount],
    weights: hasWeights ? columns[featureCount + 1] : undefined,
    featureTypes,
  });
  // XGBoost learns from a batch how many columns there are, so a host without rows shows an empty one.
  if (file.batchRows.length === 0) {
    return { count: 1, read: () => dataOf(Array.from({ length: file.width }, () => new Float32Array(0))) };
  }
  return { count: file.batchRows.length, read: (index) => dataOf(readBatch(file, index, room)) };
}
