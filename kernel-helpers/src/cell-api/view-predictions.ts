import { type CalibrationOptions, calibrationView } from '../model-view/calibration';
import { type ConfusionMatrixOptions, confusionView } from '../model-view/confusion-matrix';
import { type ResidualsOptions, residualsView } from '../model-view/residuals';
import { type RocCurveOptions, rocView } from '../model-view/roc-curve';
import { checkOptionNames } from '../option-names';
import type { ChartData } from '../render/charts/chart-data';
import { Calibration, ConfusionMatrix, Residuals, RocCurve } from './model-view';

/**
 * How far predictions are from the truth: each row's residual by its prediction, with rmse, mae, bias and r2.
 * @example residuals({ truth: houses.column('MEDHOUSEVAL').values, predicted: await model.predict(houses) })
 * @example residuals(houses, { truth: 'MEDHOUSEVAL', predicted: 'PREDICTED' })
 */
export function residuals(data: ChartData, options: ResidualsOptions = {}): Residuals {
  checkOptionNames('residuals()', options, { truth: true, predicted: true, title: true });
  const { measures, ...parts } = residualsView(data, options);
  return new Residuals(parts, measures.rmse, measures.mae, measures.bias, measures.r2);
}

/**
 * How many rows of each class were predicted as which class, with recall and precision.
 * @example confusionMatrix({ truth: rows.column('SPECIES').values, predicted: await model.predict(rows, { classes: true }) })
 */
export function confusionMatrix(data: ChartData, options: ConfusionMatrixOptions = {}): ConfusionMatrix {
  checkOptionNames('confusionMatrix()', options, { truth: true, predicted: true, title: true });
  const { accuracy, ...parts } = confusionView(data, options);
  return new ConfusionMatrix(parts, accuracy);
}

/**
 * The ROC curve of a class's score against the truth, and the area under it. Rows with the same score are one step. Rows
 * without truth or score are left out; a class that all rows or none are of is an error.
 * @example rocCurve(rows, { truth: 'SOLD', predicted: 'yes', positive: 'yes' })
 * @example rocCurve(rows, { truth: 'SPECIES', predicted: ['setosa', 'versicolor', 'virginica'] })
 */
export function rocCurve(data: ChartData, options: RocCurveOptions = {}): RocCurve {
  checkOptionNames('rocCurve()', options, { truth: true, predicted: true, positive: true, title: true });
  const { auc, ...parts } = rocView(data, options);
  const areas = Object.values(auc);
  return new RocCurve(parts, areas.reduce((sum, area) => sum + area, 0) / areas.length, auc);
}

/**
 * Whether probabilities can be trusted: among rows with a probability of about 70%, are 70% of that class?
 * @example calibration(rows, { truth: 'SOLD', predicted: 'yes', positive: 'yes' })
 */
export function calibration(data: ChartData, options: CalibrationOptions = {}): Calibration {
  checkOptionNames('calibration()', options, { truth: true, predicted: true, positive: true, bins: true, title: true });
  const { brier, ...parts } = calibrationView(data, options);
  return new Calibration(parts, brier);
}
