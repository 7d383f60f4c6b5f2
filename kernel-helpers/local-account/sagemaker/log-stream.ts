import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { isAwsError } from '../aws/error-name';
import { isAccessDenied } from './access-denied';

// Limits of PutLogEvents; each event counts 26 bytes more than its text (CloudWatch Logs API reference).
const MAX_BATCH_BYTES = 1_048_576;
const MAX_BATCH_EVENTS = 10_000;
const EVENT_OVERHEAD_BYTES = 26;
const MAX_EVENT_CHARACTERS = 60_000;
const FLUSH_MILLISECONDS = 250;
/** How many events may wait to be written before the program that prints them must wait, too. */
const MAX_WAITING_EVENTS = 20_000;

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Writes one container's output to CloudWatch Logs, in order, with a delay of a quarter of a second. */
export class LogStream {
  private pending: LogEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void>;
  /** Events that are not in CloudWatch Logs yet. */
  private waiting = 0;
  private failure: unknown;

  constructor(
    private readonly logs: CloudWatchLogsClient,
    private readonly group: string,
    private readonly stream: string,
  ) {
    this.writing = this.create().catch((error: unknown) => this.fail(error));
  }

  /**
   * Takes a line of output. Empty lines cannot be events; tabs arrive as `#011` (sagemaker-xgboost-container, `metrics.py`).
   * @returns a promise if too many lines wait already: send the next line after the promise settles.
   */
  write(line: string): Promise<void> | undefined {
    const text = line.replaceAll('\t', '#011').replace(/\r$/, '');
    const timestamp = Date.now();
    for (const message of pieces(text)) {
      this.pending.push({ timestamp, message });
      this.waiting += 1;
    }
    this.timer ??= setTimeout(() => this.send(), FLUSH_MILLISECONDS);
    if (this.waiting < MAX_WAITING_EVENTS) return undefined;
    this.send();
    return this.writing;
  }

  /**
   * Writes what is left; afterwards every line is in CloudWatch Logs.
   * @throws the client's error when lines could not be written.
   */
  async close(): Promise<void> {
    this.send();
    await this.writing;
    if (this.failure !== undefined) throw this.failure;
  }

  private send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const events = this.pending;
    this.pending = [];
    if (events.length === 0) return;
    this.writing = this.writing
      .then(() => this.put(events))
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.waiting -= events.length;
      });
  }

  /** What the role may not write is lost, as on AWS. */
  private fail(error: unknown): void {
    if (!isAccessDenied(error)) this.failure ??= error;
  }

  private async put(events: readonly LogEvent[]): Promise<void> {
    for (const batch of batches(events)) {
      const address = { logGroupName: this.group, logStreamName: this.stream };
      await this.logs.send(new PutLogEventsCommand({ ...address, logEvents: [...batch] }));
    }
  }

  private async create(): Promise<void> {
    const [logGroupName, logStreamName] = [this.group, this.stream];
    await this.logs.send(new CreateLogGroupCommand({ logGroupName })).catch(ignoreExisting);
    await this.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName })).catch(ignoreExisting);
  }
}

/** Cuts a long line, but never between the two halves of a character such as an emoji. */
function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = start + MAX_EVENT_CHARACTERS;
    const isBetweenHalves = /[\uD800-\uDBFF]$/.test(text.slice(start, end)) && end < text.length;
    yield text.slice(start, isBetweenHalves ? end - 1 : end);
    start = isBetweenHalves ? end - 1 : end;
  }
}

function* batches(events: readonly LogEvent[]): Generator<readonly LogEvent[]> {
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
    if (batch.length === MAX_BATCH_EVENTS || bytes + size > MAX_BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function ignoreExisting(error: unknown): void {
  if (!isAwsError(error, 'ResourceAlreadyExistsException')) throw error;
}
