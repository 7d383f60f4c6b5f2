import { say } from '../display/say';
import { show } from '../display/show';
import { checkOptionNames } from '../option-names';
import { type CleanUpEvent, cleanUpAccount } from '../sagemaker/clean-up/clean-up';
import { type CleanUpReport, foundRows, interruptedCleanUp } from '../sagemaker/clean-up/clean-up-report';
import { inCell } from './in-cell';

export interface CleanUpOptions {
  /** Also stops training jobs of this project that still run. @default false */
  readonly stopJobs?: boolean;
  /** Also deletes what other people made with these helpers in this account and region. @default false */
  readonly others?: boolean;
  /** Stops after the deletion that is under way, and shows what is left. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/**
 * Lists the endpoints, endpoint configurations, models and running jobs that these helpers made in this account and
 * region, then deletes those that you made, in any notebook, and looks again to be sure. Each carries a tag `made-by`
 * that names its maker: the IAM user, or the role and the session; where no person chose the session's name (notebook
 * instances, Studio, EC2), the role and the place. People who share all of these are one maker.
 * Images, files in S3, logs and the secret stay. One deletion that fails does not keep the others from being done: the
 * error at the end names all that failed, and what is left. Calling it twice is fine.
 */
export async function cleanUp(options: CleanUpOptions = {}): Promise<CleanUpReport> {
  checkOptionNames('cleanUp()', options, { stopJobs: true, others: true, signal: true });
  const { stopJobs = false, others = false } = options;
  return await cleanUpAccount({ stopJobs, others }, inCell(options.signal).signal, showEvent);
}

function showEvent(event: CleanUpEvent): void {
  if (event.type === 'found' && event.resources.length > 0) show(foundRows(event.resources));
  if (event.type === 'interrupted') say(interruptedCleanUp(event.deleted, event.wanted));
}
