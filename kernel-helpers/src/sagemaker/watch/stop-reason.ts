import { countOf } from '../../render/format-value';
import type { JobDescription } from './job-description';

/**
 * Why a job was stopped before its work was done, as a sentence. `Interrupted` and `MaxWaitTimeExceeded` are endings of
 * jobs on spot instances (SageMaker API reference, DescribeTrainingJob, SecondaryStatus).
 */
export function stopReason({
  secondaryStatus,
  maxRunSeconds,
}: Pick<JobDescription, 'secondaryStatus' | 'maxRunSeconds'>): string {
  switch (secondaryStatus) {
    case 'MaxRuntimeExceeded': {
      const limit = maxRunSeconds === undefined ? '' : ` of ${countOf(maxRunSeconds, 'second')}`;
      return `SageMaker stopped it at its time limit${limit}; the option maxRunSeconds of trainingJob() gives it more.`;
    }
    case 'MaxWaitTimeExceeded':
      return 'SageMaker stopped it because it waited too long for spot instances (MaxWaitTimeInSeconds).';
    case 'Interrupted':
      return 'AWS took its spot instances away.';
    default:
      return 'Somebody stopped it.';
  }
}
