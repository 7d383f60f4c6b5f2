import { parseIsoTime } from '../../values/iso-time';
import { DATE, OFFSET_TIME, TEXT, TIME } from './value-forms';

const ZERO = 48;
const NINE = 57;
const DASH = 45;
const PLUS = 43;
const POINT = 46;
const Z = 90;
const COLON = 58;
const SPACE = 32;
const T = 84;
const DATE_BYTES = 10;
const TIME_BYTES = 19;
const LONGEST = 45;
const FRACTION_DIGITS = 9;
const NANOSECONDS_A_MILLISECOND = 1_000_000;
const MILLISECONDS_A_MINUTE = 60_000;
const MILLISECONDS_A_DAY = 86_400_000;

/** Reads dates and times in ISO 8601 from bytes: the form is returned, the point in time lies in the other members. */
export class TimeReader {
  days = 0;
  milliseconds = 0;
  nanoseconds = 0;
  offsetMinutes = 0;

  read(bytes: Buffer, start: number, end: number): number {
    let from = start;
    let to = end;
    while (from < to && bytes[from] === SPACE) from += 1;
    while (to > from && bytes[to - 1] === SPACE) to -= 1;
    const length = to - from;
    if (length < DATE_BYTES || length > LONGEST) return TEXT;
    if (bytes[from + 4] === DASH && bytes[from + 7] === DASH && this.#readDay(bytes, from)) {
      if (length === DATE_BYTES) return DATE;
      if (length >= TIME_BYTES && this.#readClock(bytes, from + DATE_BYTES)) {
        const form = length === TIME_BYTES ? TIME : this.#readRest(bytes, from + TIME_BYTES, to);
        if (form !== undefined) return form;
      }
    }
    return this.#readOther(bytes.toString('latin1', from, to));
  }

  #readDay(bytes: Buffer, at: number): boolean {
    const year = pair(bytes, at) * 100 + pair(bytes, at + 2);
    const month = pair(bytes, at + 5);
    const day = pair(bytes, at + 8);
    if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month))) return false;
    this.days = daysSince1970(year, month, day);
    this.milliseconds = this.days * MILLISECONDS_A_DAY;
    this.nanoseconds = 0;
    return true;
  }

  #readClock(bytes: Buffer, at: number): boolean {
    if ((bytes[at] !== T && bytes[at] !== SPACE) || bytes[at + 3] !== COLON || bytes[at + 6] !== COLON) return false;
    const hour = pair(bytes, at + 1);
    const minute = pair(bytes, at + 4);
    const second = pair(bytes, at + 7);
    if (!(hour < 24 && minute < 60 && second < 60)) return false;
    this.milliseconds += ((hour * 60 + minute) * 60 + second) * 1000;
    return true;
  }

  /** A fraction of a second and an offset, or one of them; undefined for what is neither. */
  #readRest(bytes: Buffer, from: number, to: number): number | undefined {
    let at = from;
    if (bytes[at] === POINT) {
      at += 1;
      const first = at;
      let fraction = 0;
      for (; at < to && bytes[at] >= ZERO && bytes[at] <= NINE; at += 1) fraction = fraction * 10 + bytes[at] - ZERO;
      const digits = at - first;
      if (digits === 0 || digits > FRACTION_DIGITS) return undefined;
      const nanoseconds = fraction * 10 ** (FRACTION_DIGITS - digits);
      const milliseconds = Math.floor(nanoseconds / NANOSECONDS_A_MILLISECOND);
      this.milliseconds += milliseconds;
      this.nanoseconds = nanoseconds - milliseconds * NANOSECONDS_A_MILLISECOND;
      if (at === to) return TIME;
    }
    const minutes = to - at === 1 && bytes[at] === Z ? 0 : offsetOf(bytes, at, to);
    if (Number.isNaN(minutes)) return undefined;
    this.offsetMinutes = minutes;
    this.milliseconds -= minutes * MILLISECONDS_A_MINUTE;
    return OFFSET_TIME;
  }

  /** Other forms, and far years. */
  #readOther(text: string): number {
    const point = parseIsoTime(text);
    if (point === undefined) return TEXT;
    this.milliseconds = point.milliseconds;
    this.nanoseconds = point.nanoseconds;
    if (point.offsetMinutes !== undefined) {
      this.offsetMinutes = point.offsetMinutes;
      return OFFSET_TIME;
    }
    this.days = point.milliseconds / MILLISECONDS_A_DAY;
    return text.includes(':') ? TIME : DATE;
  }
}

/** Two digits as a number; NaN for other bytes. */
function pair(bytes: Buffer, at: number): number {
  const tens = bytes[at] - ZERO;
  const ones = bytes[at + 1] - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Minutes of an offset such as `+02:00` or `-0730`; NaN for other bytes. */
function offsetOf(bytes: Buffer, at: number, to: number): number {
  const hasColon = to - at === 6 && bytes[at + 3] === COLON;
  if ((!hasColon && to - at !== 5) || (bytes[at] !== PLUS && bytes[at] !== DASH)) return Number.NaN;
  const minutes = pair(bytes, at + 1) * 60 + pair(bytes, to - 2);
  return bytes[at] === DASH ? 0 - minutes : minutes;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the Gregorian calendar, counted in years that begin in March, so that the leap day is the last. */
function daysSince1970(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + Math.floor((153 * months + 2) / 5) + day - 1 - 719_468;
}
