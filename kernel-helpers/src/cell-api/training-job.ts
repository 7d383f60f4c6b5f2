import { isLocalAccount } from '../aws/clients';
import { isOutage } from '../aws/outlast-outage';
import { publish } from '../display/show';
import { INSPECT, MIME } from '../mime';
import { checkOptionNames } from '../option-names';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';
import type { DeployOptions } from '../sagemaker/endpoint/deploy-options';
import { stopTrainingJob } from '../sagemaker/job/stop-job';
import { describeJob } from '../sagemaker/watch/describe-job';
import { endOfWatch } from '../sagemaker/watch/end-of-watch';
import { followJob } from '../sagemaker/watch/follow-job';
import type { JobDescription } from '../sagemaker/watch/job-description';
import type { JobEvent } from '../sagemaker/watch/job-event';
import { deployShown } from './deploy';
import type { Endpoint } from './endpoint';
import type { FinishedJob } from './finished-job';
import { inCell } from './in-cell';
import { interruptedCard } from './job-card';
import { watchJob } from './watch-job';

export interface FollowOptions {
  /** Stops watching, not the job. @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

/** A training job that was started, running or not. */
export class TrainingJob {
  constructor(
    readonly name: string,
    /** What one host costs in an hour in US dollars, if the user said so. */
    private readonly pricePerHour?: number,
  ) {}

  /** What SageMaker says about the job now. */
  describe(): Promise<JobDescription> {
    return describeJob(this.name);
  }

  /**
   * What happens, from the job's first line to its end. An abort ends this with an AbortError; any other error says how
   * to watch the job again. In both cases the job goes on.
   */
  async *events(options: FollowOptions = {}): AsyncGenerator<JobEvent, void, undefined> {
    checkOptionNames('events()', options, { signal: true });
    const { signal } = inCell(options.signal);
    const tell = () => publish(interruptedCard(this.name, { isLocal: isLocalAccount() }));
    signal.addEventListener('abort', tell, { once: true });
    try {
      for await (const { events } of followJob(this.name, signal)) yield* events;
    } catch (error) {
      throw signal.aborted ? error : endOfWatch(this.name, error, { wasInterrupted: false });
    } finally {
      signal.removeEventListener('abort', tell);
    }
  }

  /**
   * Shows a card that is updated until the job ends, and returns the finished job.
   * An interrupt stops the watching, not the job. If the job fails, the error has the reason and the last log lines.
   * A job that was stopped, such as one at its time limit, gives its result too if it has saved a model.
   */
  async watch(options: FollowOptions = {}): Promise<FinishedJob> {
    checkOptionNames('watch()', options, { signal: true });
    const { signal } = inCell(options.signal);
    return watchJob(this.name, { signal, isLocal: isLocalAccount(), pricePerHour: this.pricePerHour });
  }

  /** Asks SageMaker to stop the job: its hosts get two minutes to save their model. Calling it twice is fine. */
  stop(): Promise<void> {
    return stopTrainingJob(this.name);
  }

  /** Puts the model of the job, which must have ended, behind an endpoint. */
  async deploy(options: DeployOptions): Promise<Endpoint> {
    return deployShown(await this.describe(), options);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { [MIME.text]: this[INSPECT]() };
  }

  [INSPECT](): string {
    return 'Training job. Watch it with await job.watch(); its name is job.name.';
  }
}

/**
 * Finds a job by its name that was started before, in any notebook. While AWS gives no answer, the name is checked
 * later, by the first call that gets one: `watch()` waits for it, and says so.
 */
export async function attach(jobName: string): Promise<TrainingJob> {
  try {
    await describeJob(jobName);
  } catch (error) {
    if (!isOutage(error)) throw error;
  }
  return new TrainingJob(jobName);
}
