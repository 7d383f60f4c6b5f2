import type { LineSeries } from '../../display/charts/line-chart';
import { parseShareLine } from '../../training-contract/index';
import type { JobEvent, JobLogEvent, JobMetricEvent } from './job-event';

/** Lines kept for the card and for the message of a job that failed. */
const KEPT_LINES = 200;

/** The rows that one host read. */
export interface HostShare {
  readonly host: string;
  /** The first row of the share, counted from 1. */
  readonly firstRow: number;
  /** The last row of the share; `firstRow - 1` where the share is empty. */
  readonly lastRow: number;
  readonly rows: number;
  /** Rows of the whole table. */
  readonly of: number;
}

/** What is known of a job from its events so far. */
export interface JobState {
  readonly phase: string;
  readonly message: string;
  /** The last lines of all hosts, in the order of time. */
  readonly lines: readonly JobLogEvent[];
  /** Values of each metric by round. */
  readonly metrics: readonly LineSeries[];
  readonly shares: readonly HostShare[];
}

export const INITIAL_STATE: JobState = { phase: 'Starting', message: '', lines: [], metrics: [], shares: [] };

/** The state after one more event. */
export function advance(state: JobState, event: JobEvent): JobState {
  switch (event.type) {
    case 'status':
      return { ...state, phase: event.status, message: event.message };
    case 'log':
      return { ...state, lines: [...state.lines, event].slice(-KEPT_LINES), shares: withShare(state.shares, event) };
    case 'metric':
      return { ...state, metrics: withMetric(state.metrics, event) };
    case 'finished':
      return { ...state, phase: event.status };
  }
}

/** Every host may print the same metric: the first value of a round stays. */
function withMetric(series: readonly LineSeries[], { name, round, value }: JobMetricEvent): readonly LineSeries[] {
  const line = series.find((candidate) => candidate.name === name);
  if (line === undefined) return [...series, { name, points: [{ round, value }] }];
  if (line.points.some((point) => point.round === round)) return series;
  const points = [...line.points, { round, value }].sort((one, other) => one.round - other.round);
  return series.map((candidate) => (candidate === line ? { name, points } : candidate));
}

function withShare(shares: readonly HostShare[], { host, line }: JobLogEvent): readonly HostShare[] {
  const range = parseShareLine(line);
  if (range === undefined) return shares;
  const { from, to, total } = range;
  const share = { host, firstRow: from + 1, lastRow: to, rows: to - from, of: total };
  return [...shares.filter((other) => other.host !== host), share].sort((one, other) => one.firstRow - other.firstRow);
}
