import { UserError } from '../errors';
import { baseSpec, Chart } from '../render/charts/chart';
import { countOf, formatCount } from '../render/format-value';
import { classRows, type ScoredColumns, sortedClasses } from './scored-rows';
import { leftOutText, tableOfColumns, type ViewParts } from './view-parts';

export interface ConfusionMatrixOptions extends ScoredColumns {
  readonly title?: string;
}

/** More classes make a picture that nobody reads. */
const MOST_CLASSES = 50;

/**
 * How many rows of each class were predicted as which class. The table has a row for each true class, with the share of
 * its rows that were predicted right (recall) and the share of the predictions of it that are right (precision); it is NaN
 * where there are none. Rows in which truth or prediction is missing are left out, and the title says how many.
 */
export function confusionView(
  data: unknown,
  options: ConfusionMatrixOptions,
): ViewParts & { readonly accuracy: number } {
  const { truth, predicted, leftOut, names } = classRows('confusionMatrix()', data, options);
  const classes = sortedClasses([...truth, ...predicted]);
  if (classes.length > MOST_CLASSES) {
    throw new UserError(
      `confusionMatrix() finds ${classes.length} different values in ${names.truth} and ${names.predicted}, and shows at most ${MOST_CLASSES} classes.`,
      { advice: 'Predict classes, not probabilities: await model.predict(rows, { classes: true }).' },
    );
  }
  const counts = countPairs(truth, predicted, classes);
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const right = total(classes.map((_, index) => counts[index][index]));
  const accuracy = right / truth.length;
  const title = `${options.title ?? 'Confusion matrix'}: ${(100 * accuracy).toFixed(1)}% of ${countOf(truth.length, 'row')} right${leftOutText(leftOut)}`;
  const fields = classes.flatMap((name, row) =>
    classes.map((other, column) => ({
      truth: name,
      predicted: other,
      rows: counts[row][column],
      share: shareOf(counts[row][column], total(counts[row])),
    })),
  );
  const lines = classes.flatMap((name, row) =>
    classes.flatMap((other, column) =>
      counts[row][column] === 0 ? [] : [`${name} predicted as ${other}: ${formatCount(counts[row][column])}`],
    ),
  );
  return {
    accuracy,
    chart: new Chart(specOf(title, fields, classes.length), [title, ...lines].join('\n')),
    table: tableOfColumns({
      TRUTH: classes,
      ...Object.fromEntries(
        classes.map((name, column) => [`PREDICTED_${name}`, Float64Array.from(counts, (row) => row[column])]),
      ),
      RECALL: Float64Array.from(classes, (_, index) => counts[index][index] / total(counts[index])),
      PRECISION: Float64Array.from(
        classes,
        (_, index) => counts[index][index] / total(counts.map((row) => row[index])),
      ),
    }),
  };
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Number((part / whole).toPrecision(4));
}

function countPairs(
  truth: readonly string[],
  predicted: readonly string[],
  classes: readonly string[],
): readonly (readonly number[])[] {
  const places = new Map(classes.map((name, place) => [name, place]));
  const counts = classes.map(() => classes.map(() => 0));
  for (const [row, name] of truth.entries()) counts[places.get(name) ?? 0][places.get(predicted[row]) ?? 0] += 1;
  return counts;
}

function specOf(title: string, fields: readonly object[], classCount: number): Readonly<Record<string, unknown>> {
  const size = Math.min(420, Math.max(160, 60 * classCount));
  const axis = (field: string, name: string) => ({ field, type: 'nominal', sort: null, title: name });
  const text = {
    mark: 'text',
    encoding: {
      text: { field: 'rows', type: 'quantitative', format: ',' },
      color: { condition: { test: 'datum.share > 0.5', value: 'white' }, value: 'black' },
    },
  };
  return {
    ...baseSpec(title),
    width: size,
    height: size,
    data: { values: fields },
    encoding: { x: axis('predicted', 'predicted'), y: axis('truth', 'truth') },
    layer: [
      {
        mark: { type: 'rect', tooltip: true },
        encoding: {
          color: {
            field: 'share',
            type: 'quantitative',
            title: 'share of row',
            scale: { scheme: 'blues', domain: [0, 1] },
          },
        },
      },
      ...(classCount <= 12 ? [text] : []),
    ],
  };
}
