import { z } from 'zod';

/** A column of the query that XGBoost takes as a number; a boolean is 0 or 1, and a missing value NaN. */
export interface NumberFeature {
  readonly name: string;
  readonly encoding: 'number';
}

/** A text column of the query. XGBoost gets the place of each text in the list, and NaN for a missing value. */
export interface CategoryFeature {
  readonly name: string;
  readonly encoding: 'category';
  /** Every text that the column holds, sorted, each once. */
  readonly categories: readonly string[];
}

export type PlannedFeature = NumberFeature | CategoryFeature;

/**
 * How every host turns the query's rows into 32-bit numbers. The leader makes it once for all hosts, because only all
 * rows together show which texts a column holds. Names are as the query's result spells them.
 */
export interface RowPlan {
  readonly target: string;
  /** Names of the target's classes, where the target is a text: its label is the place of the name in this list. */
  readonly classes?: readonly string[];
  /** In the order in which the model takes them. Columns of the query that are named nowhere in the plan are not used. */
  readonly features: readonly PlannedFeature[];
  /** The column that says how much each row counts. */
  readonly weight?: string;
}

export const rowPlan = z.object({
  target: z.string(),
  classes: z.array(z.string()).optional(),
  features: z.array(
    z.discriminatedUnion('encoding', [
      z.object({ name: z.string(), encoding: z.literal('number') }),
      z.object({ name: z.string(), encoding: z.literal('category'), categories: z.array(z.string()) }),
    ]),
  ),
  weight: z.string().optional(),
}) satisfies z.ZodType<RowPlan>;

/** The plan of a table whose columns are numbers: every column but the target is a feature. */
export function planOfNumbers(columnNames: readonly string[], target: string): RowPlan {
  const features = columnNames.filter((name) => name !== target);
  return { target, features: features.map((name) => ({ name, encoding: 'number' })) };
}
