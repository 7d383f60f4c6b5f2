import { UserError } from 'kernel-helpers/errors';
import { contributionsTable } from 'kernel-helpers/model-input/contributions-table';
import { type FeatureData, featureMatrix, type ModelColumns } from 'kernel-helpers/model-input/feature-matrix';
import { probabilityTable } from 'kernel-helpers/model-input/probability-table';
import { checkOptionNames } from 'kernel-helpers/option-names';
import type { Table } from 'kernel-helpers/table/columnar-table';
import { MODEL_ATTRIBUTES, parseCategories, parseTexts } from 'kernel-helpers/training-contract/index';
import {
  classesOf,
  classIndices,
  type ModelClasses,
  needsMargins,
  probabilitiesOf,
  probabilityProblem,
} from '../serving/model-classes';
import { PredictionTurns } from '../serving/prediction-turns';
import { Booster, type ImportanceKind } from '../xgboost/booster';
import type { Output, Predictions } from '../xgboost/booster-predictions';
import { rowsOfMatrix } from './rows-of-matrix';

export interface PredictOptions {
  /** The name of each row's likeliest class; `0`, `1`, … where the model does not name its classes. */
  readonly classes?: boolean;
  /** The probability of each class: a table with one column for each of them, under its name. */
  readonly probabilities?: boolean;
  /** Stops between two pieces of the work. */
  readonly signal?: AbortSignal;
}

/** A model in this process, as `loadModel` gives it. */
export interface LoadedModel {
  /** Names of the features, in the order in which the model takes them; undefined if its file does not name them. */
  readonly features?: readonly string[];
  readonly target?: string;
  /** XGBoost's name of it, such as `reg:squarederror`. */
  readonly objective: string;
  /** Names of the classes that it tells apart, by their numbers; undefined if it predicts numbers. */
  readonly classes?: readonly string[];
  /** Rounds of boosting that it holds. */
  readonly rounds: number;
  /** The importances that it knows; `gain` is the mean improvement of the splits that use a feature. */
  readonly importanceKinds: readonly ImportanceKind[];
  /**
   * Predicts one number for each row, in the order of the rows; with `multi:softprob` one for each class, row after row.
   * Columns are found by the names of the model's features, in any order; other columns are left out. A missing column is a
   * UserError. A model that does not name its features takes the columns in their order.
   */
  predict(rows: FeatureData, options: PredictOptions & { readonly classes: true }): Promise<string[]>;
  predict(rows: FeatureData, options: PredictOptions & { readonly probabilities: true }): Promise<Table>;
  predict(rows: FeatureData, options?: { readonly signal?: AbortSignal }): Promise<Float64Array>;
  /**
   * SHAP values: what each feature adds to the raw score of a row, and `BIAS`, the same for all rows. They add up to the
   * raw score: the prediction itself for most regressions, the logit of a probability. A model of several classes has a
   * raw score for each of them; then the columns `ROW`, counted from 0, and `CLASS` say what a row of the table tells of.
   */
  contributions(rows: FeatureData, options?: { readonly signal?: AbortSignal }): Promise<Table>;
  /** The features and how much each counts, the most first; those that the model does not use have 0. */
  importance(kind?: ImportanceKind): readonly { readonly feature: string; readonly importance: number }[];
  /** Frees its memory. Calling it twice is fine. */
  close(): void;
}

/** A model from the bytes of its file. */
export function openModel(file: Uint8Array): LoadedModel {
  return new OpenModel(Booster.load(file));
}

class OpenModel implements LoadedModel {
  readonly features?: readonly string[];
  readonly target?: string;
  readonly objective: string;
  readonly classes?: readonly string[];
  readonly rounds: number;
  readonly importanceKinds: readonly ImportanceKind[];
  readonly #booster: Booster;
  readonly #columns: ModelColumns;
  readonly #classes: ModelClasses | undefined;
  readonly #turns: PredictionTurns;
  #threads = '';
  #isOpen = true;

  constructor(booster: Booster) {
    this.#booster = booster;
    const { objective, classCount } = booster.config;
    const { featureNames } = booster;
    const features = featureNames.length > 0 ? featureNames : parseTexts(booster.attribute(MODEL_ATTRIBUTES.features));
    const categories = parseCategories(booster.attribute(MODEL_ATTRIBUTES.categories));
    if (features !== undefined) this.features = features;
    this.target = booster.attribute(MODEL_ATTRIBUTES.target);
    this.objective = objective;
    this.#classes = classesOf(objective, classCount, parseTexts(booster.attribute(MODEL_ATTRIBUTES.classes)));
    this.classes = this.#classes?.names;
    this.rounds = booster.rounds;
    this.importanceKinds = booster.importanceTypes;
    this.#columns = { features, target: this.target, categories, classes: this.classes };
    this.#turns = new PredictionTurns(booster.featureCount, (values, output) =>
      this.#withThreads(output).predict(values, output),
    );
  }

  async predict(rows: FeatureData, options: PredictOptions & { readonly classes: true }): Promise<string[]>;
  async predict(rows: FeatureData, options: PredictOptions & { readonly probabilities: true }): Promise<Table>;
  async predict(rows: FeatureData, options?: { readonly signal?: AbortSignal }): Promise<Float64Array>;
  async predict(rows: FeatureData, options: PredictOptions = {}): Promise<Float64Array | string[] | Table> {
    checkOptionNames('predict()', options, { classes: true, probabilities: true, signal: true });
    const { classes = false, probabilities = false, signal } = options;
    if (classes && probabilities)
      throw new UserError('predict() gives classes or probabilities. Call it once for each.');
    if (!(classes || probabilities)) return Float64Array.from((await this.#compute(rows, 'prediction', signal)).values);
    const own = this.#classes;
    if (own === undefined) {
      throw new UserError(`The model tells no classes apart: its objective ${this.objective} predicts a number.`);
    }
    if (classes) {
      return Array.from(
        classIndices(own, await this.#compute(rows, 'prediction', signal)),
        (index) => own.names[index] ?? String(index),
      );
    }
    const problem = probabilityProblem(this.objective);
    if (problem !== undefined) throw new UserError(`${problem.message} ${problem.advice}`);
    const scores = await this.#compute(rows, needsMargins(own) ? 'margin' : 'prediction', signal);
    return probabilityTable(probabilitiesOf(own, scores), own.names);
  }

  async contributions(rows: FeatureData, options: { readonly signal?: AbortSignal } = {}): Promise<Table> {
    checkOptionNames('contributions()', options, { signal: true });
    const { values, valuesPerRow } = await this.#compute(rows, 'contributions', options.signal);
    const width = this.#opened.featureCount + 1;
    const groups = Array.from({ length: values.length / width }, (_, index) =>
      values.subarray(index * width, (index + 1) * width),
    );
    return contributionsTable(groups, valuesPerRow / width, this.#columns);
  }

  importance(kind?: ImportanceKind): readonly { readonly feature: string; readonly importance: number }[] {
    const wanted = kind ?? this.importanceKinds[0];
    if (!this.importanceKinds.includes(wanted)) {
      throw new UserError(
        `The model has no importance ${JSON.stringify(kind)}. It knows ${this.importanceKinds.join(', ')}.`,
      );
    }
    const names = this.features ?? Array.from({ length: this.#opened.featureCount }, (_, index) => `F${index}`);
    const found = this.#opened.importance(wanted, names);
    return names
      .map((feature) => ({ feature, importance: Object.hasOwn(found, feature) ? found[feature] : 0 }))
      .toSorted((one, other) => other.importance - one.importance);
  }

  close(): void {
    this.#isOpen = false;
    this.#booster.close();
  }

  get #opened(): Booster {
    if (this.#isOpen) return this.#booster;
    throw new UserError('The model is closed. Load it again: await loadModel(…).');
  }

  /** Contributions take a thousand times as long as predictions; only they are worth the wait for other threads. */
  #withThreads(output: Output): Booster {
    const threads = output === 'contributions' ? '0' : '1';
    if (threads !== this.#threads) this.#opened.setParameter('nthread', threads);
    this.#threads = threads;
    return this.#opened;
  }

  /** In turns, so that an interrupt ends it and everything else goes on. */
  async #compute(rows: FeatureData, output: Output, signal: AbortSignal | undefined): Promise<Predictions> {
    const { featureCount } = this.#opened;
    const matrix = featureMatrix(rows, this.#columns);
    if (matrix.columns.length !== featureCount) {
      throw new UserError(
        `The rows have ${matrix.columns.length} columns besides the target, but the model takes ${featureCount} features, which its file does not name. Choose and order the columns with select().`,
      );
    }
    signal?.throwIfAborted();
    try {
      return await this.#turns.predict(rowsOfMatrix(matrix), output, () => signal?.aborted !== true);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }
}
