import { UserError } from '../errors';
import { INSPECT } from '../mime';
import { isoTime, parseIsoTime, type TimePoint } from './iso-time';

/**
 * A TIMESTAMP of Snowflake: nanoseconds are kept, and the offset of a TIMESTAMP_TZ or TIMESTAMP_LTZ. A TIMESTAMP_NTZ has
 * no zone: it is a date and a time on some clock, not an instant. As text it is ISO 8601.
 */
export class Timestamp implements TimePoint {
  /** Since 1970-01-01T00:00:00Z; of a TIMESTAMP_NTZ, as if its clock showed UTC. */
  readonly milliseconds: number;
  /** Beyond the millisecond, from 0 to 999,999. */
  readonly nanoseconds: number;
  /** Minutes east of UTC; undefined for TIMESTAMP_NTZ. */
  readonly offsetMinutes?: number;
  /** The session's time zone, for TIMESTAMP_LTZ only. */
  readonly timeZone?: string;

  constructor(point: TimePoint, timeZone?: string) {
    this.milliseconds = point.milliseconds;
    this.nanoseconds = point.nanoseconds;
    if (point.offsetMinutes !== undefined) this.offsetMinutes = point.offsetMinutes;
    if (timeZone !== undefined) this.timeZone = timeZone;
  }

  /**
   * From ISO text. Without an offset it is a TIMESTAMP_NTZ, with one a TIMESTAMP_TZ.
   * @example Timestamp.from('2024-03-31T02:30:00+02:00')
   */
  static from(text: string): Timestamp {
    const point = parseIsoTime(text);
    if (point !== undefined) return new Timestamp(point);
    throw new UserError(
      `"${text.slice(0, 40)}" is not a timestamp; write it as 2024-03-31T02:30:00, with +02:00 after it for an offset.`,
    );
  }

  /** The instant, to the millisecond. A TIMESTAMP_NTZ is not one: say which zone its clock shows. */
  toDate(): Date {
    if (this.offsetMinutes !== undefined) return new Date(this.milliseconds);
    throw new UserError(
      `${this} has no time zone, so it is not an instant. If its clock showed UTC, write new Date(timestamp + 'Z').`,
    );
  }

  toString(): string {
    return isoTime(this);
  }

  toJSON(): string {
    return isoTime(this);
  }

  /** Milliseconds where a number is asked for, so that `<` and `-` work. */
  [Symbol.toPrimitive](hint: string): string | number {
    return hint === 'number' ? this.milliseconds : isoTime(this);
  }

  [INSPECT](): string {
    return isoTime(this);
  }
}
