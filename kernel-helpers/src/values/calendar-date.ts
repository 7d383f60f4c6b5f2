import { UserError } from '../errors';
import { INSPECT } from '../mime';
import { isoDate, parseIsoTime } from './iso-time';

const MILLISECONDS_A_DAY = 86_400_000;

/** A DATE of Snowflake: a day without a time and without a zone. As text it is `2024-02-29`. */
export class CalendarDate {
  /** @param days days since 1970-01-01. */
  constructor(readonly days: number) {}

  /** From `2024-02-29`. */
  static from(text: string): CalendarDate {
    const point = /T| /.test(text) ? undefined : parseIsoTime(text);
    if (point !== undefined) return new CalendarDate(point.milliseconds / MILLISECONDS_A_DAY);
    throw new UserError(`"${text.slice(0, 40)}" is not a date; write it as 2024-02-29.`);
  }

  /**
   * Midnight of the day in UTC: read it with `getUTCDate()` and the like, which do not depend on this machine's zone.
   * @elsewhere getFullYear, getUTCFullYear, year: toDate().getUTCFullYear()
   * @elsewhere getMonth, getUTCMonth, month: toDate().getUTCMonth()
   * @elsewhere getDate, getUTCDate, getTime, valueOf: toDate()
   */
  toDate(): Date {
    return new Date(this.days * MILLISECONDS_A_DAY);
  }

  toString(): string {
    return isoDate(this.days);
  }

  toJSON(): string {
    return isoDate(this.days);
  }

  /** Milliseconds of midnight in UTC where a number is asked for, so that `<` and `-` work. */
  [Symbol.toPrimitive](hint: string): string | number {
    return hint === 'number' ? this.days * MILLISECONDS_A_DAY : isoDate(this.days);
  }

  [INSPECT](): string {
    return isoDate(this.days);
  }
}
