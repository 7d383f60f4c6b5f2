import type { LineSeries } from '../../render/charts/line-chart';
import type { JobEvent, JobLogEvent, JobMetricEvent, JobNoticeEvent } from './job-event';

/** Lines kept for the card and for the message of a job that failed. */
const KEPT_LINES = 200;

/** What is known of a job from its events so far. */
export interface JobState {
  readonly phase: string;
  readonly message: string;
  /** The last lines of all hosts, in the order of time. */
  readonly lines: readonly JobLogEvent[];
  /** Values of each metric by round, from the log: there is no other source while a job runs. */
  readonly metrics: readonly LineSeries[];
  /** The last notice about the job, and the last about its log. */
  readonly notices: { readonly [About in JobNoticeEvent['about']]?: JobNoticeEvent };
}

export const INITIAL_STATE: JobState = { phase: 'Starting', message: '', lines: [], metrics: [], notices: {} };

/** The state after one more event. */
export function advance(state: JobState, event: JobEvent): JobState {
  switch (event.type) {
    case 'status':
      return { ...state, phase: event.status, message: event.message };
    case 'log':
      return { ...state, lines: withLine(state.lines, event).slice(-KEPT_LINES) };
    case 'metric':
      return { ...state, metrics: withMetric(state.metrics, event) };
    case 'notice':
      return { ...state, notices: { ...state.notices, [event.about]: event } };
    case 'finished':
      return { ...state, phase: event.status };
  }
}

/** A line may reach CloudWatch after later lines of another host. */
function withLine(lines: readonly JobLogEvent[], line: JobLogEvent): readonly JobLogEvent[] {
  const before = lines.findLastIndex(({ at }) => at <= line.at);
  return lines.toSpliced(before + 1, 0, line);
}

/** Every host may print the same metric, so keep the first value of a round. */
function withMetric(series: readonly LineSeries[], { name, round, value }: JobMetricEvent): readonly LineSeries[] {
  const line = series.find((candidate) => candidate.name === name);
  if (line === undefined) return [...series, { name, points: [{ round, value }] }];
  const isNext = round > (line.points.at(-1)?.round ?? Number.NEGATIVE_INFINITY);
  if (!isNext && line.points.some((point) => point.round === round)) return series;
  const points = [...line.points, { round, value }];
  if (!isNext) points.sort((one, other) => one.round - other.round);
  return series.map((candidate) => (candidate === line ? { name, points } : candidate));
}

/** Why the log is not known to its end; undefined if it is. */
export function whyLogIsHidden({ notices: { log } }: JobState): string | undefined {
  return log?.isHidden === true ? log.message : undefined;
}
