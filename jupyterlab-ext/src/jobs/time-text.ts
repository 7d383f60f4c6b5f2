/** Says times in the reader's language, without words of ours. */
export class TimeText {
  constructor(private readonly locale: string | undefined) {}

  /** How long ago, in the largest unit that fits: `5 min`, `3 hr`, `2 days`. */
  age(since: string, now: number): string {
    const seconds = Math.max(0, (now - Date.parse(since)) / 1000);
    if (seconds < 60) return this.unit(Math.floor(seconds), 'second');
    if (seconds < 3600) return this.unit(Math.floor(seconds / 60), 'minute');
    if (seconds < 86_400) return this.unit(Math.floor(seconds / 3600), 'hour');
    return this.unit(Math.floor(seconds / 86_400), 'day');
  }

  seconds(count: number): string {
    return this.unit(count, 'second');
  }

  /** The time of day, such as `10:42`. */
  clock(at: Date): string {
    return new Intl.DateTimeFormat(this.locale, { hour: '2-digit', minute: '2-digit' }).format(at);
  }

  /** Date and time. */
  moment(at: string): string {
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.locale, { maximumSignificantDigits: 6 }).format(value);
  }

  private unit(value: number, unit: 'second' | 'minute' | 'hour' | 'day'): string {
    return new Intl.NumberFormat(this.locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  }
}

/** How long it took, as a clock shows it: `0:07`, `12:30`, `1:02:03`. */
export function elapsedText(startedAt: string, endedAt: string | undefined, now: number): string {
  const end = endedAt === undefined ? now : Date.parse(endedAt);
  const seconds = Math.max(0, Math.floor((end - Date.parse(startedAt)) / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
