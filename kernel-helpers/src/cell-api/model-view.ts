import { show } from '../display/show';
import { INSPECT, MIME } from '../mime';
import type { ViewParts } from '../model-view/view-parts';
import type { Chart } from '../render/charts/chart';
import { JUPYTER_DISPLAY, type MimeBundle, PASSING_DISPLAY, SHOW_ITSELF } from '../render/self-display';
import { tableText } from '../render/table-view';
import { fromTable } from '../render/tabular';
import type { Table } from '../table/columnar-table';

/** A view of a model or of its predictions. As a cell's result it shows its chart and its table. */
export class ModelView {
  readonly chart: Chart;
  readonly table: Table;

  constructor({ chart, table }: ViewParts) {
    this.chart = chart;
    this.table = table;
  }

  [SHOW_ITSELF](): void {
    show(this.chart);
    show(this.table);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { ...this.chart[JUPYTER_DISPLAY](), [MIME.text]: this[INSPECT]() };
  }

  [PASSING_DISPLAY](): MimeBundle {
    return { ...this.chart[PASSING_DISPLAY](), [MIME.text]: this[INSPECT]() };
  }

  [INSPECT](): string {
    return `${this.chart.text}\n${tableText(fromTable(this.table))}`;
  }
}

/** Truth and predictions compared; a view that shows itself. */
export class Residuals extends ModelView {
  constructor(
    parts: ViewParts,
    readonly rmse: number,
    /** Mean absolute error. */
    readonly mae: number,
    /** Mean of truth − prediction. */
    readonly bias: number,
    readonly r2: number,
  ) {
    super(parts);
  }
}

/** How classes were told apart; a view that shows itself. */
export class ConfusionMatrix extends ModelView {
  constructor(
    parts: ViewParts,
    /** Share of the rows that were predicted right. */
    readonly accuracy: number,
  ) {
    super(parts);
  }
}

/** ROC curves; a view that shows itself. */
export class RocCurve extends ModelView {
  constructor(
    parts: ViewParts,
    /** The area under the curve of the class, or the mean over the classes that have a curve. */
    readonly auc: number,
    /** By class. */
    readonly aucByClass: Readonly<Record<string, number>>,
  ) {
    super(parts);
  }
}

/** How far probabilities can be trusted; a view that shows itself. */
export class Calibration extends ModelView {
  constructor(
    parts: ViewParts,
    /** The mean squared difference of probability and truth, by class. */
    readonly brier: Readonly<Record<string, number>>,
  ) {
    super(parts);
  }
}
