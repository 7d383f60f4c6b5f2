import { rowsInWords } from './row-source';
import type { Hyperparameters } from './xgboost-parameters';

/** More different texts than this are no categories: each of them gets a bin of its own in every tree. */
export const MAX_CATEGORIES = 10_000;

/** How many different texts a column holds; a count above `MAX_CATEGORIES` need not be exact. */
export interface WordCount {
  readonly name: string;
  readonly count: number;
}

/** Why XGBoost cannot train on columns of texts. */
export function wordProblems(
  rows: string,
  { features, classes }: { readonly features: readonly WordCount[]; readonly classes?: WordCount },
  hyperparameters: Hyperparameters,
): string[] {
  const tooMany = features.filter(({ count }) => count > MAX_CATEGORIES).map(({ name }) => name);
  return [
    ...(features.length === 0
      ? []
      : categoryProblems(
          features.map(({ name }) => name),
          hyperparameters,
        )),
    ...(tooMany.length === 0
      ? []
      : [
          `${tooMany.join(', ')} of ${rowsInWords(rows)} ${tooMany.length === 1 ? 'holds' : 'hold'} more than ${MAX_CATEGORIES} different texts, so they are not categories. Name the features to learn from without ${tooMany.length === 1 ? 'it' : 'them'}.`,
        ]),
    ...(classes === undefined ? [] : classProblems(rows, classes, hyperparameters)),
  ];
}

/**
 * XGBoost 3.2.0 takes categories with tree_method hist and approx only ("Only `approx` and `hist` can handle categorical
 * features", doc/tutorials/categorical.rst); the booster gblinear would take their numbers for amounts in silence.
 */
function categoryProblems(names: readonly string[], hyperparameters: Hyperparameters): string[] {
  const { booster, tree_method: method, updater } = hyperparameters;
  const unfit = [
    ...(booster === 'gblinear' ? ['booster gblinear'] : []),
    ...(method === 'exact' ? ['tree_method exact'] : []),
    ...(updater?.split(',').includes('grow_colmaker') === true ? ['updater grow_colmaker'] : []),
  ];
  if (unfit.length === 0) return [];
  return [
    `XGBoost does not take columns of texts (${names.join(', ')}) with ${unfit.join(', ')}. Use tree_method hist, or leave the columns out.`,
  ];
}

function classProblems(rows: string, { name, count }: WordCount, { objective, num_class }: Hyperparameters): string[] {
  const isBinary = objective?.startsWith('binary:') === true;
  const wanted = isBinary ? 2 : num_class;
  if (count === wanted || wanted === undefined) return [];
  const advice = isBinary
    ? `Objective ${objective} tells two classes apart: choose multi:softprob with num_class ${count}, or another target.`
    : `Set num_class to ${count}.`;
  return [`The target column ${name} of ${rowsInWords(rows)} holds ${count} different texts. ${advice}`];
}
