import { mayChangeTables } from './read-statement';

let count = 0;

/**
 * Grows with every statement of this process that may have changed which tables there are, their columns or their rows.
 * Whoever remembers such things asks anew when it has grown.
 */
export function changeCount(): number {
  return count;
}

/** To be called when a statement has ended, whichever way. */
export function noteChange(sqlText: string): void {
  if (mayChangeTables(sqlText)) count += 1;
}
