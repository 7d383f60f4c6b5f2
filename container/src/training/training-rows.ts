import type { FeatureType, MatrixData } from '../xgboost/dmatrix';
import { readBatch, roomForBatch } from '../xgboost/row-file';
import type { FiledRows, TrainingRows } from '../xgboost/training-matrices';
import { isStreamed, type Rows, type Share, type StreamedRows, type StreamedShare } from './share';

/** A share as the training thread takes it. */
export function trainingRows(share: Share | StreamedShare): Pick<TrainingRows, 'train' | 'validation'> {
  const { train, validation } = share;
  const rowsOf = (rows: Rows | StreamedRows): MatrixData | FiledRows => {
    const featureTypes = featureTypesOf(share);
    if (!isStreamed(rows)) return { ...rows, featureTypes };
    return { file: rows.file, hasWeights: rows.file.width > share.features.length + 1, featureTypes };
  };
  return { train: rowsOf(train), ...(validation !== undefined && { validation: rowsOf(validation) }) };
}

/** Every label of a share, in parts; those in a file are read one after another. */
export function* labelsOf({ features, train, validation }: Share | StreamedShare): Generator<Float32Array> {
  for (const rows of [train, validation]) {
    if (rows === undefined) continue;
    if (!isStreamed(rows)) {
      yield rows.labels;
      continue;
    }
    const room = roomForBatch(rows.file);
    for (const index of rows.file.batchRows.keys()) yield readBatch(rows.file, index, room)[features.length];
  }
}

/** Undefined for a share without categories, which XGBoost takes as quantities. */
function featureTypesOf({ features, categories }: Share | StreamedShare): readonly FeatureType[] | undefined {
  if (categories === undefined) return undefined;
  return features.map((name): FeatureType => (categories[name] === undefined ? 'q' : 'c'));
}
