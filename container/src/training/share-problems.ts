import type { Hyperparameters } from 'kernel-helpers/training-contract/index';
import { isStreamed, type Rows, type Share, type StreamedRows, type StreamedShare } from './share';

/** The reasons why a script's share cannot be trained on. Names count, because the model file names each column. */
export function shareProblems({ features, target, train, validation }: Share | StreamedShare): string[] {
  const sides: readonly (readonly [string, Rows | StreamedRows | undefined])[] = [
    ['train', train],
    ['validation', validation],
  ];
  const repeated = features.filter((name, index) => features.indexOf(name) !== index);
  return [
    ...(repeated.length > 0 ? [`The share's features name ${[...new Set(repeated)].join(', ')} more than once.`] : []),
    ...(features.includes(target)
      ? [`The share's features contain the target ${target}, which a model would only repeat. Take it out.`]
      : []),
    ...sides.flatMap(([side, rows]) =>
      rows === undefined || isStreamed(rows) ? [] : sideProblems(side, rows, features),
    ),
  ];
}

function sideProblems(side: string, { columns, labels }: Rows, features: readonly string[]): string[] {
  if (columns.length !== features.length) {
    return [
      `The share has ${features.length} features and ${columns.length} columns in ${side}: give each feature its column, in the same order.`,
    ];
  }
  const uneven = features.filter((_, index) => columns[index].length !== labels.length);
  if (uneven.length === 0) return [];
  return [`The share's ${side} has ${labels.length} labels, but a different number of rows in ${uneven.join(', ')}.`];
}

/** Why rows that are streamed cannot be trained on with these hyperparameters. */
export function streamProblems({ train }: Share | StreamedShare, hyperparameters: Hyperparameters): string[] {
  if (!isStreamed(train)) return [];
  return obstaclesToStreams(hyperparameters).map(
    (other) => `share({ stream: true }) is for trees of tree_method hist, not for ${other}. Hold the rows: share().`,
  );
}

/**
 * The hyperparameters that ask for another method than hist, which needs the values themselves (XGBoost v3.2.0,
 * `src/data/iterative_dmatrix.h`).
 */
export function obstaclesToStreams({ booster, tree_method: method, updater }: Hyperparameters): string[] {
  return [
    ...(booster === 'gblinear' ? ['booster gblinear'] : []),
    ...(method === 'exact' || method === 'approx' ? [`tree_method ${method}`] : []),
    ...(updater === undefined ? [] : ['the hyperparameter updater']),
  ];
}
