import { type Readable, Store } from '../../store/store';
import { errorFinder } from './error-line';
import { LogBuffer, type LogLimits, type LogLine } from './log-buffer';

export interface LogState {
  /** Lines to show, from the first one that is not left out. */
  readonly count: number;
  /** How many lines there are without the filter. */
  readonly total: number;
  readonly leftOut: number;
  readonly hosts: readonly string[];
  readonly text: string;
  /** Undefined for all hosts. */
  readonly host?: string;
  /** Counts up with each change of the lines, so that views know. */
  readonly version: number;
}

/** A line with its number in the whole log, counted from 1. */
export interface NumberedLine extends LogLine {
  readonly number: number;
}

const EMPTY: LogState = { count: 0, total: 0, leftOut: 0, hosts: [], text: '', version: 0 };

/** A job's log as the reader filters it. Views ask for the lines in view by their place. */
export class LogStore implements Readable<LogState> {
  private readonly store = new Store(EMPTY);
  private buffer: LogBuffer;
  /** The numbers of the lines that match; undefined while no filter is set. */
  private matches: number[] | undefined;
  private isError = errorFinder();

  constructor(private readonly limits?: LogLimits) {
    this.buffer = new LogBuffer(limits);
  }

  get state(): LogState {
    return this.store.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  append(lines: readonly LogLine[]): void {
    if (lines.length === 0) return;
    const from = this.buffer.end;
    this.buffer.append(lines);
    if (this.matches !== undefined) {
      const start = this.matches.findIndex((number) => number >= this.buffer.leftOut);
      if (start !== 0) this.matches = start < 0 ? [] : this.matches.slice(start);
      this.collect(this.matches, from);
    }
    this.publish({});
  }

  /** Begins with no lines, and keeps the filter. */
  clear(): void {
    this.buffer = new LogBuffer(this.limits);
    if (this.matches !== undefined) this.matches = [];
    this.publish({});
  }

  filter({ text, host }: { readonly text: string; readonly host?: string }): void {
    const isFiltered = text !== '' || host !== undefined;
    this.matches = undefined;
    const { version } = this.state;
    // What is wanted first: `collect` reads it.
    this.store.set({ ...this.state, text, host, version });
    if (isFiltered) this.matches = this.collect([], this.buffer.leftOut);
    this.publish({ text, host });
  }

  /** The line at that place of the filtered log. */
  lineAt(place: number): NumberedLine | undefined {
    const number = this.matches === undefined ? this.buffer.leftOut + place : this.matches[place];
    const line = number === undefined ? undefined : this.buffer.at(number);
    return line === undefined ? undefined : { ...line, number: number + 1 };
  }

  /** Where the line of that number, or the first one after it, stands among the lines shown. */
  placeOf(number: number): number {
    const wanted = Math.max(this.buffer.leftOut, number - 1);
    if (this.matches === undefined) return wanted - this.buffer.leftOut;
    const place = this.matches.findIndex((match) => match >= wanted);
    return place < 0 ? this.matches.length : place;
  }

  /** Tells how the job failed, so that its reason is found in the log. */
  explain(failureReason: string | undefined): void {
    this.isError = errorFinder(failureReason);
    this.publish({});
  }

  /** Whether a line looks like an error. */
  isErrorLine(text: string): boolean {
    return this.isError(text);
  }

  /** The place of the first error among the lines shown. */
  firstError(): number | undefined {
    const { count } = this.state;
    for (let place = 0; place < count; place += 1) {
      const line = this.lineAt(place);
      if (line !== undefined && this.isError(line.text)) return place;
    }
    return undefined;
  }

  private collect(matches: number[], from: number): number[] {
    const { text, host } = this.state;
    const wanted = text.toLowerCase();
    for (let number = Math.max(from, this.buffer.leftOut); number < this.buffer.end; number += 1) {
      const line = this.buffer.at(number);
      if (line === undefined || (host !== undefined && line.host !== host)) continue;
      if (wanted === '' || line.text.toLowerCase().includes(wanted)) matches.push(number);
    }
    return matches;
  }

  private publish(filter: { readonly text?: string; readonly host?: string }): void {
    const { buffer, matches } = this;
    const total = buffer.end - buffer.leftOut;
    const state = this.state;
    this.store.set({
      ...state,
      ...filter,
      count: matches?.length ?? total,
      total,
      leftOut: buffer.leftOut,
      hosts: buffer.hosts,
      version: state.version + 1,
    });
  }
}
