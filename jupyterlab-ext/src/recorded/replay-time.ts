import type { Clock } from './clock';
import { mapTexts } from './map-texts';

/** Keys of the contract whose texts are times. */
const TIMES: ReadonlySet<string> = new Set(['at', 'createdAt', 'startedAt', 'endedAt']);

/** Leads from the time of the replay to the time of the recording and back: what was recorded seems to happen now. */
export class ReplayTime {
  private readonly replayBegan: number;
  private readonly recordingBegan: number;

  constructor(
    beganAt: string,
    private readonly timesFaster: number,
    private readonly clock: Clock,
  ) {
    this.replayBegan = clock.now();
    this.recordingBegan = Date.parse(beganAt);
  }

  /** Which moment of the recording it is now, as milliseconds since 1970. */
  now(): number {
    return this.recordingBegan + (this.clock.now() - this.replayBegan) * this.timesFaster;
  }

  /** Waits until the recording's time is this, or the signal fires. */
  async until(moment: number, signal?: AbortSignal): Promise<void> {
    const left = (moment - this.now()) / this.timesFaster;
    if (left > 0) await this.clock.wait(left, signal);
  }

  /** A moment of the recording that comes in half a second of the replay. */
  soon(): number {
    return this.now() + 500 * this.timesFaster;
  }

  /** A copy with all times as the class sees them: what was before the recording stays as long ago as it was then. */
  asSeen<Value>(value: Value): Value {
    return mapTexts(value, (text, key) => (TIMES.has(key) ? this.timeAsSeen(text) : text));
  }

  private timeAsSeen(text: string): string {
    const moment = Date.parse(text);
    if (Number.isNaN(moment)) return text;
    const since = moment - this.recordingBegan;
    return new Date(this.replayBegan + (since > 0 ? since / this.timesFaster : since)).toISOString();
  }
}
