import { MIME } from '../mime';
import { countOf, formatCount, formatNumber } from '../render/format-value';
import { type Html, html } from '../render/html';
import type { MimeBundle } from '../render/self-display';
import type { HostShare } from '../sagemaker/watch/host-shares';
import type { FinalMetric, JobDescription } from '../sagemaker/watch/job-description';
import type { JobLogEvent } from '../sagemaker/watch/job-event';
import { isSpeedLine, parseMetricLine, type TrainingEnd } from '../training-contract/index';

/** A line of XGBoost's own, such as `[13:05:30] Task 000000 got rank 0`. */
const LIBRARY_LINE = /^\[\d\d:\d\d:\d\d\] /;

/** What the card of a job that left its result shows. */
export interface FinishedFacts {
  readonly name: string;
  /** `Stopped`: it was stopped, but it left a model. */
  readonly status: 'Completed' | 'Stopped';
  readonly instances: JobDescription['instances'];
  /** From the job's start to its end, with the wait for machines. */
  readonly seconds?: number;
  /** Of all hosts together. */
  readonly billableSeconds?: number;
  readonly rounds: number;
  readonly bestRound?: number;
  readonly roundsRun?: number;
  readonly endedBy?: TrainingEnd;
  /** What else the user must know. */
  readonly remark?: string;
  readonly metrics: readonly FinalMetric[];
  readonly shares: readonly HostShare[];
  readonly lines: readonly JobLogEvent[];
}

/** The card of a job that left its result. Only the line with the job's name is another one in each run of a notebook. */
export function finishedCard(job: FinishedFacts): MimeBundle {
  const outcome = outcomeText(job);
  const run = runText(job);
  const remarks = job.remark === undefined ? [] : [job.remark];
  const metrics = job.metrics.map(({ metric, value }) => ({ metric, value: formatNumber(value) }));
  const shares = job.shares.map(shareText);
  const rows = metrics.map(
    ({ metric, value }) => html`<tr><td style="text-align:left">${metric}</td><td>${value}</td></tr>`,
  );
  const shareLines = shares.map((share) => html`${share}<br>`);
  const body = html`<div><b>${job.status}</b>${outcome}<br><small>${run}</small>${remarks.map((remark) => html`<br>${remark}`)}<table><tbody>${rows}</tbody></table><small>${shareLines}</small>${hostLogs(job.lines)}</div>`;
  const text = [
    `${job.status}${outcome}`,
    run,
    ...remarks,
    ...metrics.map(({ metric, value }) => `${metric} ${value}`),
    ...shares,
  ];
  return { [MIME.html]: body.text, [MIME.text]: text.join('\n') };
}

/** The model's rounds, and why there are no more. The log may show more of them, which early stopping removed from the model. */
function outcomeText({ rounds, roundsRun, bestRound, endedBy }: FinishedFacts): string {
  if (rounds === 0) return '';
  const kept =
    bestRound === undefined ? '' : `: round ${bestRound} was the best, and the model keeps ${countOf(rounds, 'round')}`;
  const run = roundsRun ?? (bestRound === undefined ? rounds : undefined);
  if (run === undefined) return kept;
  if (endedBy === 'early-stopping') return ` by early stopping after ${countOf(run, 'round')}${kept}`;
  return ` after ${endedBy === 'all-rounds' && run > 1 ? 'all ' : ''}${countOf(run, 'round')}${kept}`;
}

/** `snowflake-xgboost-… on 2 × ml.m5.large: 95 s from start to end, 120 s billed`. */
function runText({ name, instances, seconds, billableSeconds }: FinishedFacts): string {
  const times = [
    ...(seconds === undefined ? [] : [`${formatCount(Math.round(seconds))} s from start to end`]),
    ...(billableSeconds === undefined ? [] : [`${formatCount(billableSeconds)} s billed`]),
  ];
  return `${name} on ${instances.count} × ${instances.type}${times.length === 0 ? '' : `: ${times.join(', ')}`}`;
}

/**
 * What each host logged, folded. The rounds are left out because a chart shows them. What a host measured of itself and
 * the lines of XGBoost's own library are left out because they depend on the machine and the time.
 */
function hostLogs(lines: readonly JobLogEvent[]): Html[] {
  const told = lines.filter(({ line }) => !(parseMetricLine(line) || isSpeedLine(line) || LIBRARY_LINE.test(line)));
  const hosts = [...new Set(told.map(({ host }) => host))].sort();
  return hosts.map((host) => {
    const log = told.filter((line) => line.host === host).map(({ line }) => html`${line}\n`);
    return html`<details><summary>Log of ${host}</summary><pre style="font-size:12px">${log}</pre></details>`;
  });
}

function shareText({ host, rows, firstRow, lastRow, of }: HostShare): string {
  if (rows === 0) return `${host} read no rows`;
  return `${host} read ${countOf(rows, 'row')}: ${formatCount(firstRow)} to ${formatCount(lastRow)} of ${formatCount(of)}`;
}
