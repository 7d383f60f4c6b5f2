import { NAME_PREFIX } from '../story-names';

/** Names another copy of the base image by its digest, for networks that do not reach Amazon's public registry. */
export const BASE_IMAGE_VARIABLE = 'TRAINING_BASE_IMAGE';

/**
 * The key of the tag that says who made a job, model or endpoint. SageMaker itself does not tell: none of its Describe
 * calls names the caller, and AWS's own tag `aws:createdBy` is shown in cost reports only (AWS Billing user guide,
 * "Using AWS-generated tags").
 */
export const MAKER_TAG_KEY = 'made-by';

/** SageMaker's limit for names of jobs, models and endpoints (API reference, CreateTrainingJob). */
export const MAX_NAME_LENGTH = 63;

const TIMESTAMP_LENGTH = 'YYYY-MM-DD-HH-MM-SS-mmm'.length;

/** The longest part of a job's name that a user may choose. */
export const MAX_CHOSEN_NAME_LENGTH = MAX_NAME_LENGTH - NAME_PREFIX.length - TIMESTAMP_LENGTH - 2;

/** SageMaker's pattern for names. */
export const NAME_PATTERN = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

/** A new name with the time in UTC to the millisecond: `snowflake-xgboost-houses-2026-01-31-09-05-07-042`. */
export function newJobName(chosen: string | undefined, now: Date): string {
  const timestamp = now.toISOString().slice(0, -1).replace(/[T:.]/g, '-');
  return [NAME_PREFIX, ...(chosen === undefined ? [] : [chosen]), timestamp].join('-');
}
