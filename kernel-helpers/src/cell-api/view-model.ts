import { UserError } from '../errors';
import type { FeatureData } from '../model-input/feature-matrix';
import type { ExplainableModel } from '../model-view/explainable-model';
import { type FeatureImportanceOptions, importanceView } from '../model-view/feature-importance';
import { dependenceView, type PartialDependenceOptions } from '../model-view/partial-dependence';
import { type ShapSummaryOptions, shapView } from '../model-view/shap-summary';
import { checkOptionNames } from '../option-names';
import type { ColumnName } from '../values/column-name';
import { inCell } from './in-cell';
import { ModelView } from './model-view';

/**
 * How much each feature of a model counts, the most first.
 * @param model what `loadModel` of the package `container` gives
 */
export function featureImportance(model: ExplainableModel, options: FeatureImportanceOptions = {}): ModelView {
  checkModel('featureImportance()', model);
  checkOptionNames('featureImportance()', options, { kind: true, top: true, title: true });
  return new ModelView(importanceView(model, options));
}

/**
 * What each feature adds to the predictions of these rows (SHAP): a dot for each row and feature. A thousand rows are
 * plenty; SHAP takes much longer than predictions.
 * @example await shapSummary(model, houses.slice(0, 500))
 */
export async function shapSummary(
  model: ExplainableModel,
  sample: FeatureData,
  options: ShapSummaryOptions = {},
): Promise<ModelView> {
  checkModel('shapSummary()', model);
  checkOptionNames('shapSummary()', options, { top: true, class: true, title: true, signal: true });
  return new ModelView(await shapView(model, sample, { ...options, signal: inCell(options.signal).signal }));
}

/**
 * How the prediction changes with one feature while the others stay as they are: the mean over the sample's rows, and thin
 * lines for single rows.
 * @example await partialDependence(model, houses, 'MEDINC')
 */
export async function partialDependence(
  model: ExplainableModel,
  sample: FeatureData,
  feature: ColumnName,
  options: PartialDependenceOptions = {},
): Promise<ModelView> {
  checkModel('partialDependence()', model);
  checkOptionNames('partialDependence()', options, {
    points: true,
    lines: true,
    class: true,
    title: true,
    signal: true,
  });
  return new ModelView(
    await dependenceView(model, sample, feature, { ...options, signal: inCell(options.signal).signal }),
  );
}

function checkModel(caller: string, model: unknown): void {
  const isModel =
    typeof model === 'object' &&
    model !== null &&
    'importance' in model &&
    'predict' in model &&
    'contributions' in model;
  if (isModel) return;
  throw new UserError(`${caller} takes a model that is loaded here.`, {
    advice: "import { loadModel } from 'container'; const model = await loadModel(finished);",
  });
}
