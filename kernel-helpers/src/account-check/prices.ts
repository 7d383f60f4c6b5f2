import { largestOf } from '../values/extremes';

/**
 * Upper limits for what a check may cost, in US dollars. They come from price lists of 2026, and are higher than what
 * most regions and contracts ask for; nobody is billed by them.
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

/** What the price of a warehouse depends on. */
export interface WarehousePrice {
  readonly size: string;
  /** Idle time that is billed as well. */
  readonly autoSuspendSeconds: number;
}

/** What is assumed before the warehouse is known. */
export const ASSUMED_WAREHOUSE: WarehousePrice = { size: 'X-Small', autoSuspendSeconds: 60 };

/** How long something is used that is billed by time. */
export interface BilledSeconds {
  readonly warehouse: number;
  /** Of one training host. Meanwhile the warehouse may fall asleep, and is started again. */
  readonly trainingHost?: number;
}

/** The most that a check may cost, in US dollars. A warehouse that runs already need not be started for it. */
export function dollarsOf(
  uses: BilledSeconds | undefined,
  warehouse: WarehousePrice,
  { warehouseRuns }: { readonly warehouseRuns: boolean },
): number {
  if (uses === undefined) return 0;
  const { warehouse: seconds, trainingHost = 0 } = uses;
  const startsWarehouse = !warehouseRuns || trainingHost > 0;
  const billedSeconds = startsWarehouse
    ? Math.max(SHORTEST_START_SECONDS, seconds) + warehouse.autoSuspendSeconds
    : seconds;
  const hostDollars = (TRAINING_HOST_DOLLARS_AN_HOUR * trainingHost) / 3600;
  return hostDollars + (creditsAnHour(warehouse.size) * CREDIT_DOLLARS * billedSeconds) / 3600;
}

/** `$0.07`, rounded up; `nothing` for 0. */
export function shownDollars(dollars: number): string {
  return dollars === 0 ? 'nothing' : `$${(Math.ceil(dollars * 100 - 1e-9) / 100).toFixed(2)}`;
}

/** A size that is not known is counted as the largest. */
function creditsAnHour(size: string): number {
  return CREDITS_AN_HOUR[size] ?? largestOf(Object.values(CREDITS_AN_HOUR));
}
