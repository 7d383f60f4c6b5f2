const MINUTES_A_DAY = 1440;
const QUARTER_HOUR_MILLISECONDS = 900_000;

/** Tells how many minutes east of UTC the clocks of a zone were at a point in time; UTC where the zone is unknown. */
export function zoneOffsets(timeZone: string): (milliseconds: number) => number {
  const format = timeZone === 'UTC' ? undefined : formatOf(timeZone);
  if (format === undefined) return () => 0;
  let lastQuarter = Number.NaN;
  let lastOffset = 0;
  return (milliseconds) => {
    // Clocks change at whole quarters of an hour, and values of one column lie close together.
    const quarter = Math.floor(milliseconds / QUARTER_HOUR_MILLISECONDS);
    if (quarter !== lastQuarter) lastOffset = offsetAt(format, milliseconds);
    lastQuarter = quarter;
    return lastOffset;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Before there were zones, clocks differed by seconds too. They are left out, since Snowflake's offsets have none. */
function offsetAt(format: Intl.DateTimeFormat, milliseconds: number): number {
  const name = format.formatToParts(milliseconds).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /^GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (match === null) return 0;
  const [, sign, hours, minutes] = match;
  const size = (Number(hours) * 60 + Number(minutes)) % MINUTES_A_DAY;
  return sign === '-' ? 0 - size : size;
}
