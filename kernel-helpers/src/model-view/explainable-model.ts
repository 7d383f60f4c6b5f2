import type { FeatureData } from '../model-input/feature-matrix';
import type { Table } from '../table/columnar-table';

/** What the views need of a model. The one that `loadModel` of the package `container` gives has it all. */
export interface ExplainableModel {
  /** Names of the features, in the order in which the model takes them. */
  readonly features?: readonly string[];
  /** XGBoost's name of it, such as `reg:squarederror`. */
  readonly objective: string;
  /** Names of the classes that it tells apart; undefined if it predicts numbers. */
  readonly classes?: readonly string[];
  /** One number for each row. */
  predict(rows: FeatureData, options?: { readonly signal?: AbortSignal }): Promise<Float64Array>;
  /** A column for each class. */
  predict(rows: FeatureData, options: { readonly probabilities: true; readonly signal?: AbortSignal }): Promise<Table>;
  /** SHAP values: a column for each feature, and `BIAS`; with several classes also `ROW` and `CLASS`. */
  contributions(rows: FeatureData, options?: { readonly signal?: AbortSignal }): Promise<Table>;
  /** How much each feature counts, the most first. */
  importance(kind?: string): readonly { readonly feature: string; readonly importance: number }[];
}
