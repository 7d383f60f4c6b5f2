import { awsErrorCode, isAccessDenied } from '../../aws/call-aws';
import { isOutage } from '../../aws/outlast-outage';
import { isPlatformError, isUserError } from '../../errors';
import type { JobNoticeEvent } from './job-event';

/** Says while a job is watched whether AWS answers questions about it, and for how long it may be silent. */
export class ConnectionNotices {
  private hasAnswered = false;
  private lostSince: Date | undefined;
  private told: string | undefined;

  /** True while AWS does not answer. */
  get isLost(): boolean {
    return this.lostSince !== undefined;
  }

  /** AWS answered. */
  answered(): JobNoticeEvent[] {
    const { lostSince } = this;
    this.hasAnswered = true;
    this.lostSince = undefined;
    this.told = undefined;
    if (lostSince === undefined) return [];
    const at = new Date();
    const message = `AWS answers again. It did not from ${timeOf(lostSince)} to ${timeOf(at)} UTC.`;
    return [{ type: 'notice', at, about: 'job', isHidden: false, message }];
  }

  /**
   * AWS did not answer. Throws the error if waiting would not help, or if AWS has been silent for too long. The first
   * failure begins the time, not the last answer, because a machine that sleeps asks nothing.
   */
  failed(error: unknown, patienceSeconds: number): JobNoticeEvent[] {
    if (!this.mayPass(error)) throw error;
    const at = new Date();
    this.lostSince ??= at;
    if (at.getTime() - this.lostSince.getTime() > patienceSeconds * 1000) throw error;
    const reason = reasonOf(error);
    if (reason === this.told) return [];
    this.told = reason;
    const message = `No answer from AWS about this job since ${timeOf(this.lostSince)} UTC (${reason}). The job goes on, and AWS is asked again for ${durationText(patienceSeconds)}.`;
    return [{ type: 'notice', at, about: 'job', isHidden: true, message }];
  }

  /** A right that was there a moment ago may come back: a policy takes time to reach every part of AWS. */
  private mayPass(error: unknown): boolean {
    return isOutage(error) || (this.hasAnswered && isAccessDenied(error));
  }
}

function reasonOf(error: unknown): string {
  const isOurs = isPlatformError(error) || isUserError(error);
  return String((isOurs ? error.facts.code : undefined) ?? awsErrorCode(error));
}

function timeOf(at: Date): string {
  return at.toISOString().slice(11, 19);
}

function durationText(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}
