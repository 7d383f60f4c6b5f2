import { say } from '../display/say';
import { UserError } from '../errors';
import { INSPECT, MIME } from '../mime';
import type { FeatureData, ModelColumns } from '../model-input/feature-matrix';
import { checkOptionNames, type OptionNames } from '../option-names';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import { predict } from '../sagemaker/endpoint/predict';
import { type PredictIntoOptions, predictInto } from '../sagemaker/endpoint/predict-into';
import {
  type ExplainedPredictions,
  explainPredictions,
  predictClasses,
  predictProbabilities,
} from '../sagemaker/endpoint/predict-parts';
import { removeDeployment } from '../sagemaker/endpoint/remove-endpoint';
import type { LoadReport } from '../snowflake/load/load-report';
import type { Table } from '../table/columnar-table';
import { inCell } from './in-cell';

const PREDICT_INTO_OPTIONS: OptionNames<PredictIntoOptions> = {
  snowflake: true,
  from: true,
  keys: true,
  classes: true,
  ifExists: true,
  signal: true,
};

export interface PredictOptions {
  /** The name of each row's likeliest class in place of numbers; `0`, `1`, … where the model does not name its classes. */
  readonly classes?: boolean;
  /** The probability of each class: a table with one column for each of them, under its name. */
  readonly probabilities?: boolean;
  /** Also what each feature has contributed to each prediction (SHAP). Takes much longer than predictions alone. */
  readonly contributions?: boolean;
  /** Stops between two calls. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/** A model that answers over HTTPS. It costs money by the hour until it is deleted. */
export class Endpoint {
  private readonly told = new Set<string>();

  constructor(
    readonly name: string,
    readonly instanceType: string,
    /** The columns that the model was trained on, as far as they are known. */
    private readonly model: ModelColumns = {},
  ) {}

  /**
   * Predicts one number for each row, in the order of the rows; with `multi:softprob` one for each class, row after row.
   * Columns are found by the feature names in the model file, in any order: by the exact name, or by the only name that
   * differs in case alone. A missing column is an error; other columns are left out with a remark. Rows of numbers must
   * have the order of the training. What the endpoint's container refuses is a UserError with the reason `refused`.
   *
   * With `{ classes: true }` it gives the name of each row's class; with `{ probabilities: true }` a table of the
   * probability of each class; with `{ contributions: true }` the predictions, and a table of what each feature adds to
   * each of them.
   */
  async predict(data: FeatureData, options: PredictOptions & { readonly classes: true }): Promise<string[]>;
  async predict(data: FeatureData, options: PredictOptions & { readonly probabilities: true }): Promise<Table>;
  async predict(
    data: FeatureData,
    options: PredictOptions & { readonly contributions: true },
  ): Promise<ExplainedPredictions>;
  async predict(data: FeatureData, options?: { readonly signal?: AbortSignal }): Promise<Float64Array>;
  async predict(
    data: FeatureData,
    options: PredictOptions = {},
  ): Promise<Float64Array | string[] | Table | ExplainedPredictions> {
    checkOptionNames('predict()', options, { signal: true, classes: true, probabilities: true, contributions: true });
    const { classes = false, probabilities = false, contributions = false } = options;
    if ([classes, probabilities, contributions].filter(Boolean).length > 1) {
      throw new UserError('predict() gives classes, probabilities or contributions. Call it once for each.');
    }
    const { signal } = inCell(options.signal);
    const surroundings = { signal, say: (remark: string) => this.tell(remark) };
    if (classes) return await predictClasses(this.name, data, this.model, surroundings);
    if (probabilities) return await predictProbabilities(this.name, data, this.model, surroundings);
    if (contributions) return await explainPredictions(this.name, data, this.model, surroundings);
    return await predict(this.name, data, this.model, surroundings);
  }

  /**
   * Predicts rows of Snowflake and writes the predictions beside their keys into a table there, in one call. The model says
   * which columns are its features; the keys are the other ones, without the target, or those of `keys`. The predictions are
   * `PREDICTION`, or with `multi:softprob` one column for each class, `PREDICTION_<class>`. Rows are read, predicted and
   * sent at the same time, so a table may be larger than memory. An endpoint that does not answer, wrong columns and a
   * table that exists are told before a row is read. After an error or an interrupt the table is as it was before.
   * Reading a table or a query and writing need a warehouse.
   * @param name `table`, `schema.table` or `database.schema.table`
   * @example await endpoint.predictInto('scores', { snowflake, from: 'houses', keys: ['ID'], ifExists: 'replace' })
   */
  async predictInto(name: string, options: PredictIntoOptions): Promise<LoadReport> {
    checkOptionNames('predictInto()', options, PREDICT_INTO_OPTIONS);
    const surroundings = { ...inCell(options.signal), say: (remark: string) => this.tell(remark) };
    return await predictInto({ name: this.name, model: this.model }, name, options, surroundings);
  }

  /**
   * Deletes the endpoint, its configuration and the model's registration, and waits until they are gone. An error says
   * what may be left and what that costs. Calling it twice is fine.
   */
  async delete(): Promise<void> {
    await removeDeployment(this.name);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { [MIME.text]: this[INSPECT]() };
  }

  [INSPECT](): string {
    return `Endpoint on ${this.instanceType}. It costs money by the hour until it is deleted: await endpoint.delete()`;
  }

  /** Says each remark once, so that a loop of predictions does not repeat it. */
  private tell(remark: string): void {
    if (this.told.has(remark)) return;
    this.told.add(remark);
    say(remark);
  }
}
