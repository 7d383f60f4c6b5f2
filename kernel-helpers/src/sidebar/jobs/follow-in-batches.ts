import { setTimeout as delay } from 'node:timers/promises';
import { followJob } from '../../sagemaker/watch/follow-job';
import type { JobEvent as OwnEvent } from '../../sagemaker/watch/job-event';
import type { JobEvent, JobEvents } from '../../sidebar-contract/index';

/** A page draws a batch within one frame; the server lets 1000 messages a second pass (jupyter_server, `iopub_msg_rate_limit`). */
const MOST_EVENTS = 1000;
const MOST_CHARACTERS = 200_000;
/** Between two batches: a page that is handed more cannot scroll meanwhile. */
const PAUSE_MILLISECONDS = 50;
/** A longer line is cut: nobody reads it in a list. */
const LONGEST_LINE = 4000;

/**
 * Sends what happens to a job in small batches, from its first line to its end. It reads the log no further ahead than
 * it has sent, so a long log takes no memory here, and no line is left out.
 */
export async function followInBatches(
  name: string,
  signal: AbortSignal,
  send: (batch: JobEvents) => void,
): Promise<void> {
  let sequence = 0;
  for await (const { events } of followJob(name, signal)) {
    for (const batch of batchesOf(events)) {
      if (sequence > 0) await delay(PAUSE_MILLISECONDS, undefined, { signal });
      send({ sequence, events: batch });
      sequence += 1;
    }
  }
}

function* batchesOf(events: readonly OwnEvent[]): Generator<JobEvent[]> {
  let batch: JobEvent[] = [];
  let characters = 0;
  for (const event of events) {
    // JSON has no NaN; the line of the log that says it goes out as it is.
    if (event.type === 'metric' && !Number.isFinite(event.value)) continue;
    const shown = shownEvent(event);
    batch.push(shown);
    characters += shown.type === 'log' ? shown.line.length : 0;
    if (batch.length < MOST_EVENTS && characters < MOST_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

function shownEvent(event: OwnEvent): JobEvent {
  const at = event.at.toISOString();
  return event.type === 'log' ? { ...event, at, line: cutLine(event.line) } : { ...event, at };
}

function cutLine(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  return `${line.slice(0, LONGEST_LINE)}… (cut: the line has ${line.length.toLocaleString('en-US')} characters)`;
}
