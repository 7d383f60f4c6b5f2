import type { Rows, Share } from './share';

/** The reasons why a script's share cannot be trained on. Names count, because the model file names each column. */
export function shareProblems({ features, target, train, validation }: Share): string[] {
  const sides: readonly (readonly [string, Rows | undefined])[] = [
    ['train', train],
    ['validation', validation],
  ];
  const repeated = features.filter((name, index) => features.indexOf(name) !== index);
  return [
    ...(repeated.length > 0 ? [`The share's features name ${[...new Set(repeated)].join(', ')} more than once.`] : []),
    ...(features.includes(target)
      ? [`The share's features contain the target ${target}, which a model would only repeat. Take it out.`]
      : []),
    ...sides.flatMap(([side, rows]) => (rows === undefined ? [] : sideProblems(side, rows, features))),
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
