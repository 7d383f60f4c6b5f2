import { mayChangeTables } from './read-statement';

let count = 0;

/**
 * Grows with every statement of this process that may have changed which tables there are, their columns or their rows.
 * Code that remembers such things must ask again when the count has grown.
 */
export function changeCount(): number {
  return count;
}

/** Call it when a statement has ended, with or without success. */
export function noteChange(sqlText: string): void {
  if (mayChangeTables(sqlText)) count += 1;
}
