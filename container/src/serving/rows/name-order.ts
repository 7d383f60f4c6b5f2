import { isUserError } from 'kernel-helpers/errors';
import { findNames, isAlike } from 'kernel-helpers/find-names';
import { BadRequest } from '../bad-request';
import type { ModelInput } from './feature-rows';

/**
 * For each given name the place of its feature in a row, and -1 for the target. Names decide in any order; a name that
 * the model does not know, and one that is missing, are refused, because the rows may be meant for another model.
 */
export function orderOfNames(given: readonly string[], model: ModelInput, where: string): Int32Array {
  const { features, target } = model;
  if (features.length === 0) {
    throw new BadRequest(`${where} names its values, but the model file does not name its features.`, {
      advice: `Send ${model.featureCount} values in a row, in the order of the training.`,
    });
  }
  const found = findUnambiguous(features, given);
  const places = new Map(found.flatMap((name, place) => (name === undefined ? [] : [[name, place] as const])));
  const missing = features.filter((_, place) => found[place] === undefined);
  const unknown = given.filter((name) => !places.has(name) && !(target !== undefined && isAlike(name, target)));
  const twice = given.filter((name, index) => given.indexOf(name) < index);
  const problems = [
    ...(twice.length > 0 ? [`names ${twice.join(', ')} twice`] : []),
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`names ${unknown.join(', ')}, which the model does not know`] : []),
  ];
  if (problems.length > 0) {
    throw new BadRequest(
      `${where} ${problems.join(', and ')}. The model wants these features: ${features.join(', ')}.`,
    );
  }
  return Int32Array.from(given, (name) => places.get(name) ?? -1);
}

function findUnambiguous(features: readonly string[], given: readonly string[]): (string | undefined)[] {
  try {
    return findNames(features, given);
  } catch (error) {
    throw isUserError(error) ? new BadRequest(error.message) : error;
  }
}
