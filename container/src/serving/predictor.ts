import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UserError } from 'kernel-helpers/errors';
import { MODEL_ATTRIBUTES, MODEL_FILE, parseTexts } from 'kernel-helpers/training-contract/index';
import { Booster, type Predictions } from '../xgboost/booster';

/** Rows in one array, one after another; NaN is a missing value. */
export interface FeatureRows {
  readonly values: Float32Array;
  readonly rowCount: number;
}

/** A model file, loaded to predict. */
export interface Predictor {
  /** Number of features in a row. */
  readonly featureCount: number;
  /** Their names, in order; empty if the model file does not name them. */
  readonly features: readonly string[];
  readonly target?: string;
  predict(rows: FeatureRows): Predictions;
  /** Calling it twice is fine. */
  close(): void;
}

/** Loads `xgboost-model` from a folder, as SageMaker unpacks `model.tar.gz`. */
export function loadPredictor(folder: string): Predictor {
  const path = join(folder, MODEL_FILE);
  try {
    return predictorOf(readFileSync(path));
  } catch (cause) {
    throw new UserError(
      `The model ${path} cannot be loaded: ${messageOf(cause)} The model.tar.gz of an endpoint holds one file ${MODEL_FILE} that XGBoost 3.2 or older has saved.`,
      { cause },
    );
  }
}

/** A predictor from the bytes of a model file. One thread, because more make single answers slower under load. */
export function predictorOf(model: Uint8Array): Predictor {
  const booster = Booster.load(model);
  booster.setParameter('nthread', '1');
  const { featureCount, featureNames } = booster;
  const names = featureNames.length > 0 ? featureNames : parseTexts(booster.attribute(MODEL_ATTRIBUTES.features));
  return {
    featureCount,
    features: names ?? [],
    target: booster.attribute(MODEL_ATTRIBUTES.target),
    predict: ({ values, rowCount }) =>
      rowCount === 0 ? { values: new Float32Array(), valuesPerRow: 1 } : booster.predict(values),
    close: () => booster.close(),
  };
}
