import { largestOf } from '../values/extremes';

/**
 * Estimates of the most that a check may cost, in US dollars. They are set above the prices of the lists that are named
 * below, since those differ by region and contract; no list is read here.
 */

/** A credit of the edition Business Critical in the US, on demand (Snowflake, "Credit Consumption Table"). */
const CREDIT_DOLLARS = 4;

/** Credits in an hour by size, as SHOW WAREHOUSES spells it (docs.snowflake.com, "Overview of warehouses"). */
const CREDITS_AN_HOUR: Readonly<Record<string, number>> = {
  'X-Small': 1,
  Small: 2,
  Medium: 4,
  Large: 8,
  'X-Large': 16,
  '2X-Large': 32,
  '3X-Large': 64,
  '4X-Large': 128,
  '5X-Large': 256,
  '6X-Large': 512,
};

/** Each start of a warehouse is billed for at least this long (docs.snowflake.com, "Understanding compute cost"). */
const SHORTEST_START_SECONDS = 60;

/** One ml.m5.large for training: 0.115 dollars an hour in us-east-1, more elsewhere (aws.amazon.com/sagemaker/pricing). */
const TRAINING_HOST_DOLLARS_AN_HOUR = 0.2;

/**
 * One ml.t3.medium as a notebook instance: 0.05 dollars an hour in us-east-1, more elsewhere, with a share of its disk,
 * which costs 0.14 a gigabyte and month (aws.amazon.com/sagemaker/pricing, "Notebook instances").
 */
const NOTEBOOK_INSTANCE_DOLLARS_AN_HOUR = 0.1;

/** Less than 0.3 GB at 0.10 dollars (aws.amazon.com/ecr/pricing). */
const IMAGE_DOLLARS_A_MONTH = 0.03;

/** What the price of a warehouse depends on. */
export interface WarehousePrice {
  readonly size: string;
  /** Idle time that is billed as well. */
  readonly autoSuspendSeconds: number;
}

/** What is assumed before the warehouse is known. */
export const ASSUMED_WAREHOUSE: WarehousePrice = { size: 'X-Small', autoSuspendSeconds: 60 };

/** What a check uses that is billed. */
export interface BilledUse {
  readonly warehouseSeconds?: number;
  /** Of one training host. Meanwhile the warehouse may fall asleep, and is started again. */
  readonly trainingHostSeconds?: number;
  /** Of one small notebook instance, from its creation until it is deleted. */
  readonly notebookInstanceSeconds?: number;
  /** Months in which ECR keeps the training image. */
  readonly imageMonths?: number;
}

/** The most that a check may cost, in US dollars. A warehouse that runs already need not be started for it. */
export function dollarsOf(
  { warehouseSeconds = 0, trainingHostSeconds = 0, notebookInstanceSeconds = 0, imageMonths = 0 }: BilledUse,
  warehouse: WarehousePrice,
  { warehouseRuns }: { readonly warehouseRuns: boolean },
): number {
  const isStarted = warehouseSeconds > 0 && (!warehouseRuns || trainingHostSeconds > 0);
  const billedSeconds = isStarted
    ? Math.max(SHORTEST_START_SECONDS, warehouseSeconds) + warehouse.autoSuspendSeconds
    : warehouseSeconds;
  return (
    (creditsAnHour(warehouse.size) * CREDIT_DOLLARS * billedSeconds) / 3600 +
    (TRAINING_HOST_DOLLARS_AN_HOUR * trainingHostSeconds) / 3600 +
    (NOTEBOOK_INSTANCE_DOLLARS_AN_HOUR * notebookInstanceSeconds) / 3600 +
    IMAGE_DOLLARS_A_MONTH * imageMonths
  );
}

/** `$0.07`, rounded up; `nothing` for 0. */
export function shownDollars(dollars: number): string {
  return dollars === 0 ? 'nothing' : `$${(Math.ceil(dollars * 100 - 1e-9) / 100).toFixed(2)}`;
}

/** A size that is not known is counted as the largest. */
function creditsAnHour(size: string): number {
  return CREDITS_AN_HOUR[size] ?? largestOf(Object.values(CREDITS_AN_HOUR));
}
