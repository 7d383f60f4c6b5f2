import type { LoadProgress } from './staged-rows';

/** How far a load has come, for example `600,000 of 2,000,000 rows sent (48.1 MB, about 3 s left)`. */
export function progressText({ rowsSent, rowCount, bytesSent, secondsLeft }: LoadProgress): string {
  const rows = (count: number): string => count.toLocaleString('en-US');
  if (rowsSent === rowCount) return `${rows(rowsSent)} rows sent, Snowflake puts them into the table`;
  const whole = rowCount === undefined ? '' : ` of ${rows(rowCount)}`;
  const left = secondsLeft === undefined ? '' : `, about ${Math.ceil(secondsLeft)} s left`;
  return `${rows(rowsSent)}${whole} rows sent (${(bytesSent / 1e6).toFixed(1)} MB${left})`;
}
