import type { Rows, Share } from './share';

/** What a script has made of its share that cannot be trained on: the model file says by name what each column is. */
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
  return [`The share's ${side} has ${labels.length} labels, but other numbers of rows in ${uneven.join(', ')}.`];
}
