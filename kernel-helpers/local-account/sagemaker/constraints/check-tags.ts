import { z } from 'zod';
import { validationError } from '../service-error';

const tagged = z.looseObject({ Tags: z.array(z.looseObject({ Key: z.string() })).optional() });

/**
 * Checks two rules for a request's tags: "Tag keys must be unique per resource"
 * (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Tag.html), and
 * keys that begin with `aws:` are AWS's own
 * (https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html).
 * @throws ServiceError ValidationException
 */
export function checkTags(input: Readonly<Record<string, unknown>>): void {
  const keys = (tagged.parse(input).Tags ?? []).map(({ Key }) => Key);
  if (keys.some((key) => key.toLowerCase().startsWith('aws:')))
    throw validationError('aws: prefixed tag key names are not allowed for external use.');
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) throw validationError(`Duplicate tag keys are not allowed: ${repeated} is given twice.`);
}
