import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UserError } from 'kernel-helpers/errors';
import {
  type AnswerPart,
  MODEL_ATTRIBUTES,
  MODEL_FILE,
  type ModelCategories,
  parseCategories,
  parseTexts,
} from 'kernel-helpers/training-contract/index';
import { Booster } from '../xgboost/booster';
import type { Predictions } from '../xgboost/booster-predictions';
import { checkParts, classesOf, classIndices, type ModelClasses, needsMargins, probabilitiesOf } from './model-classes';
import { PredictionTurns } from './prediction-turns';
import type { FeatureRows, ModelInput } from './rows/feature-rows';
import type { Answer, AnswerColumn } from './write-answer';

/** A model file, loaded to predict. */
export interface Predictor extends ModelInput {
  /** Throws a BadRequest for a part that the model does not have. */
  checkParts(parts: readonly AnswerPart[]): void;
  /** Predicts until nobody wants the answer any more; then the promise is rejected. */
  answer(rows: FeatureRows, parts: readonly AnswerPart[], isWanted: () => boolean): Promise<Answer>;
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

/** A predictor from the bytes of a model file. */
export function predictorOf(model: Uint8Array): Predictor {
  return new LoadedModel(model);
}

class LoadedModel implements Predictor {
  readonly featureCount: number;
  readonly features: readonly string[];
  readonly target?: string;
  readonly words: readonly (ReadonlyMap<string, number> | undefined)[];
  readonly #booster: Booster;
  readonly #objective: string;
  readonly #classes: ModelClasses | undefined;
  readonly #turns: PredictionTurns;

  constructor(file: Uint8Array) {
    const booster = Booster.load(file);
    // One thread, because more make single answers slower under load.
    booster.setParameter('nthread', '1');
    const { featureCount, featureNames } = booster;
    const names = featureNames.length > 0 ? featureNames : parseTexts(booster.attribute(MODEL_ATTRIBUTES.features));
    const { objective, classCount } = booster.config;
    this.featureCount = featureCount;
    this.features = names ?? [];
    this.target = booster.attribute(MODEL_ATTRIBUTES.target);
    const categories = parseCategories(booster.attribute(MODEL_ATTRIBUTES.categories)) ?? {};
    this.words = this.features.map((name) => numbersOfWords(categories, name));
    this.#booster = booster;
    this.#objective = objective;
    this.#classes = classesOf(objective, classCount, parseTexts(booster.attribute(MODEL_ATTRIBUTES.classes)));
    this.#turns = new PredictionTurns(featureCount, (values, output) => booster.predict(values, output));
  }

  checkParts(parts: readonly AnswerPart[]): void {
    checkParts(parts, this.#objective, this.#classes);
  }

  async answer(rows: FeatureRows, parts: readonly AnswerPart[], isWanted: () => boolean): Promise<Answer> {
    const predict = (output: 'prediction' | 'margin' | 'contributions') => this.#turns.predict(rows, output, isWanted);
    const isScored = parts.some((part) => part !== 'contributions');
    const scores = isScored ? await predict('prediction') : undefined;
    const columns: AnswerColumn[] = [];
    for (const name of parts) {
      if (name === 'contributions') {
        const groupSize = this.featureCount + 1;
        columns.push({ name, ...(await predict('contributions')), groupSize });
      } else if (scores !== undefined) {
        columns.push(await this.#columnOf(name, scores, () => predict('margin')));
      }
    }
    return { rowCount: rows.rowCount, columns };
  }

  close(): void {
    this.#booster.close();
  }

  async #columnOf(
    name: Exclude<AnswerPart, 'contributions'>,
    scores: Predictions,
    margins: () => Promise<Predictions>,
  ): Promise<AnswerColumn> {
    const classes = this.#classes;
    if (name === 'score' || classes === undefined) return { name, ...scores };
    if (name === 'class') return { name, names: classes.names, indices: classIndices(classes, scores) };
    const valuesPerRow = classes.names.length;
    return { name, values: probabilitiesOf(classes, needsMargins(classes) ? await margins() : scores), valuesPerRow };
  }
}

/** The model takes the place of a text in the list of its column. */
function numbersOfWords(categories: ModelCategories, feature: string): ReadonlyMap<string, number> | undefined {
  if (!Object.hasOwn(categories, feature)) return undefined;
  return new Map(categories[feature].map((word, place) => [word, place]));
}
