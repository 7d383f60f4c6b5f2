const MILLISECONDS_A_MINUTE = 60_000;
const NANOSECONDS_A_MILLISECOND = 1_000_000;

/** A day as `2024-02-29`, from days since 1970-01-01; years outside of 0 to 9999 have a sign and six digits: `+010000-01-01`. */
export function isoDate(days: number): string {
  const [date] = new Date(days * 86_400_000).toISOString().split('T');
  return date ?? '';
}

/** A point in time: milliseconds since 1970-01-01T00:00:00Z, and what lies beyond the millisecond. */
export interface TimePoint {
  readonly milliseconds: number;
  /** From 0 to 999,999. */
  readonly nanoseconds: number;
  /** Minutes east of UTC; undefined where there is no zone. */
  readonly offsetMinutes?: number;
}

/** ISO 8601 with as many fraction digits as needed: `2024-02-29T12:00:00.123456789+02:00`; no offset without a zone. */
export function isoTime({ milliseconds, nanoseconds, offsetMinutes }: TimePoint): string {
  const clock = new Date(milliseconds + (offsetMinutes ?? 0) * MILLISECONDS_A_MINUTE).toISOString();
  const fraction = `${clock.slice(-4, -1)}${String(nanoseconds).padStart(6, '0')}`.replace(/0+$/, '');
  return `${clock.slice(0, -5)}${fraction === '' ? '' : `.${fraction}`}${isoOffset(offsetMinutes)}`;
}

function isoOffset(minutes: number | undefined): string {
  if (minutes === undefined) return '';
  const size = Math.abs(minutes);
  const parts = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${parts.join(':')}`;
}

const ISO_TIME =
  /^([+-]\d{6}|\d{4,6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/;

/** Reads what `isoTime` writes, with a space or a `T` in the middle; undefined for any other text and for days that do not exist. */
export function parseIsoTime(text: string): TimePoint | undefined {
  const match = ISO_TIME.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', zone] = match;
  const isLongYear = year.length > 4 && /^\d/.test(year);
  const clock = new Date(`${isLongYear ? `+${year.padStart(6, '0')}` : year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(clock.getTime()) || clock.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const digits = fraction.padEnd(9, '0');
  const offsetMinutes = zone === undefined ? undefined : parseOffset(zone);
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return {
    milliseconds:
      clock.getTime() + seconds * 1000 + Number(digits.slice(0, 3)) - (offsetMinutes ?? 0) * MILLISECONDS_A_MINUTE,
    nanoseconds: Number(digits.slice(3)),
    ...(offsetMinutes === undefined ? {} : { offsetMinutes }),
  };
}

function parseOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? 0 - minutes : minutes;
}

/** Whole nanoseconds since 1970, which 64 bits hold only from 1677 to 2262. */
export function nanosecondsOf({ milliseconds, nanoseconds }: TimePoint): bigint {
  return BigInt(milliseconds) * BigInt(NANOSECONDS_A_MILLISECOND) + BigInt(nanoseconds);
}
