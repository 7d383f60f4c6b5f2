import { integer, number } from './declared-hyperparameters';

/** What the training declares that runs when a job names no script. The notebook checks the values before a start. */
export const DEFAULT_SCRIPT_HYPERPARAMETERS = {
  /** Part of the rows that is kept aside to measure the error on. A validation table takes its place. */
  holdout: number({ from: 0, to: 0.95, default: 0.25 }),
  /** Another seed keeps other rows aside. */
  holdout_seed: integer({ default: 42 }),
} as const;
