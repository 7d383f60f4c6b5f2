import type { AnswerPart } from 'kernel-helpers/training-contract/index';
import type { Predictions } from '../xgboost/booster-predictions';
import { BadRequest } from './bad-request';

/** How the scores of a model that tells classes apart become classes and probabilities. */
export interface ModelClasses {
  /** By number; `0`, `1`, … where the model file does not name them. */
  readonly names: readonly string[];
  readonly objective: string;
}

/** The classes of a model; undefined if it predicts numbers. `names` are those that the model file gives. */
export function classesOf(
  objective: string,
  classCount: number,
  names: readonly string[] | undefined,
): ModelClasses | undefined {
  const count = objective.startsWith('binary:') ? 2 : objective.startsWith('multi:') ? classCount : 0;
  if (count === 0) return undefined;
  const known = names?.length === count ? names : Array.from({ length: count }, (_, index) => String(index));
  return { names: known, objective };
}

/** Refuses parts that this model does not have. */
export function checkParts(parts: readonly AnswerPart[], objective: string, classes: ModelClasses | undefined): void {
  const wanted = parts.find((part) => part === 'class' || part === 'probabilities');
  if (wanted !== undefined && classes === undefined) {
    throw new BadRequest(`The model has no ${wanted}: its objective ${objective} predicts a number.`, {
      advice: 'Ask for score or contributions.',
    });
  }
  const problem = parts.includes('probabilities') ? probabilityProblem(objective) : undefined;
  if (problem !== undefined) throw new BadRequest(problem.message, { advice: problem.advice });
}

/** Why a model that tells classes apart has no probabilities; undefined if it has them. */
export function probabilityProblem(
  objective: string,
): { readonly message: string; readonly advice: string } | undefined {
  if (objective !== 'binary:hinge') return undefined;
  return {
    message: 'The model has no probabilities: its objective binary:hinge predicts a class alone.',
    advice: 'Ask for class.',
  };
}

/** The number of each row's class, the likeliest one. */
export function classIndices({ objective }: ModelClasses, { values, valuesPerRow }: Predictions): Int32Array {
  if (objective === 'multi:softprob') {
    return Int32Array.from({ length: values.length / valuesPerRow }, (_, row) => {
      let best = 0;
      for (let index = 1; index < valuesPerRow; index += 1) {
        if (values[row * valuesPerRow + index] > values[row * valuesPerRow + best]) best = index;
      }
      return best;
    });
  }
  if (objective === 'multi:softmax') return Int32Array.from(values);
  const threshold = objective === 'binary:logitraw' ? 0 : 0.5;
  return Int32Array.from(values, (value) => (value > threshold ? 1 : 0));
}

/** Whether probabilities come from margins, because the score is the class alone. */
export function needsMargins({ objective }: ModelClasses): boolean {
  return objective === 'multi:softmax';
}

/** One probability for each class, from scores, or from margins where the model needs them. */
export function probabilitiesOf({ objective, names }: ModelClasses, { values }: Predictions): Float32Array {
  if (objective === 'multi:softprob') return values;
  if (objective === 'multi:softmax') return softmax(values, names.length);
  const probabilities = new Float32Array(2 * values.length);
  for (const [row, score] of values.entries()) {
    const probability = objective === 'binary:logitraw' ? Math.fround(1 / (1 + Math.exp(-score))) : score;
    probabilities[2 * row] = 1 - probability;
    probabilities[2 * row + 1] = probability;
  }
  return probabilities;
}

function softmax(margins: Float32Array, classCount: number): Float32Array {
  const probabilities = new Float32Array(margins.length);
  for (let start = 0; start < margins.length; start += classCount) {
    const row = margins.subarray(start, start + classCount);
    const largest = row.reduce((one, other) => Math.max(one, other));
    const sum = row.reduce((total, margin) => total + Math.exp(margin - largest), 0);
    for (const [index, margin] of row.entries()) probabilities[start + index] = Math.exp(margin - largest) / sum;
  }
  return probabilities;
}
