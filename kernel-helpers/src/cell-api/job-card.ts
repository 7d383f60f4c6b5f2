import { MIME } from '../mime';
import { lineSvg } from '../render/charts/line-svg';
import { type Html, html } from '../render/html';
import type { MimeBundle } from '../render/self-display';
import type { JobDescription } from '../sagemaker/watch/job-description';
import type { JobLogEvent } from '../sagemaker/watch/job-event';
import type { JobState } from '../sagemaker/watch/job-state';
import { watchAdvice } from '../sagemaker/watch/watch-advice';
import { metricPanels } from './metrics-chart';

const SHOWN_LINES = 12;

/** What the card of a running job shows besides its state: names and times, which the finished card leaves out. */
export interface LiveFacts {
  readonly jobName: string;
  /** Undefined before SageMaker has been asked. */
  readonly instances?: JobDescription['instances'];
  readonly elapsedSeconds: number;
  readonly isLocal: boolean;
  /** US dollars so far, where the price is known. */
  readonly cost?: number;
}

/** What the card of a job that is no longer watched shows. */
export interface InterruptedFacts {
  /** Undefined if it is not known. */
  readonly phase?: string;
  readonly isLocal: boolean;
  /** True if the job had ended and only its result was still read. */
  readonly hasEnded?: boolean;
}

/** The card of a running job, with its metrics by round. */
export function liveCard(state: JobState, facts: LiveFacts): MimeBundle {
  const hosts = hostsText(facts);
  const cost = facts.cost === undefined ? '' : `, about $${facts.cost.toFixed(2)} so far`;
  const lines = state.lines.slice(-SHOWN_LINES);
  const details = `${facts.jobName}${hosts === '' ? '' : ` on ${hosts}`}, ${Math.round(facts.elapsedSeconds)} s${cost}`;
  const notices = Object.values(state.notices).map(({ message }) => message);
  const body = html`<div><b>${state.phase}</b> ${state.message}<br><small>${details}</small>${notices.map((notice) => html`<br>${notice}`)}${metricPanels(state.metrics).map(({ series }) => lineSvg(series))}<pre style="font-size:12px;max-height:16em;overflow:auto">${lines.map(logLineHtml)}</pre></div>`;
  const text = [
    state.message === '' ? state.phase : `${state.phase}: ${state.message}`,
    ...(hosts === '' ? [] : [`on ${hosts}`]),
    ...notices,
    ...lines.map(logLineText),
  ];
  return { [MIME.html]: body.text, [MIME.text]: text.join('\n') };
}

function hostsText({ instances, isLocal }: LiveFacts): string {
  if (instances === undefined) return '';
  const hosts = `${instances.count} × ${instances.type}`;
  return isLocal ? `${hosts} as processes of this machine (local account)` : hosts;
}

/** What the card says when the cell was interrupted: the job goes on. */
export function interruptedCard(jobName: string, { phase, isLocal, hasEnded = false }: InterruptedFacts): MimeBundle {
  if (hasEnded) return noLongerWatched('The training job has ended. See its result:', jobName);
  const goesOn = `The training job goes on${phase === undefined ? '' : ` (${phase})`}${isLocal ? '' : ', and costs money until it ends'}.`;
  return noLongerWatched(`${goesOn} Watch it again, or stop it with await job.stop():`, jobName);
}

function noLongerWatched(sentence: string, jobName: string): MimeBundle {
  const advice = watchAdvice(jobName);
  const body = html`<div><b>No longer watched.</b> ${sentence}<pre>${advice}</pre></div>`;
  return { [MIME.html]: body.text, [MIME.text]: `No longer watched. ${sentence}\n${advice}` };
}

/** The card of a job that left no model; the error says the rest. */
export function failedCard(state: JobState): MimeBundle {
  const lines = state.lines.slice(-SHOWN_LINES);
  const body = html`<div><b>${state.phase}</b><pre style="font-size:12px">${lines.map(logLineHtml)}</pre></div>`;
  return { [MIME.html]: body.text, [MIME.text]: [state.phase, ...lines.map(logLineText)].join('\n') };
}

function logLineHtml({ at, host, line }: JobLogEvent): Html {
  return html`<span style="color:${hostColour(host)}">${timeOf(at)} ${host}</span> ${line}\n`;
}

function logLineText({ host, line }: JobLogEvent): string {
  return `${host}  ${line}`;
}

function timeOf(at: Date): string {
  return at.toISOString().slice(11, 19);
}

/** One colour for each host, readable on light and dark themes. */
function hostColour(host: string): string {
  const colours = ['#1f77b4', '#d95f02', '#2ca02c', '#9467bd', '#c2185b'];
  return colours[(Number(/\d+$/.exec(host)?.[0] ?? 1) - 1) % colours.length];
}
