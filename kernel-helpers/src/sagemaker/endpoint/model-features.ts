import { parseFeatureLine } from '../../training-contract/feature-line';
import type { JobDescription } from '../watch/job-description';
import { JobLogs } from '../watch/job-logs';

/**
 * Names of the features in the order in which a job's model takes them, as the job's log tells them.
 * Undefined where the log is gone, or an image of somebody else wrote it.
 */
export async function modelFeatures(job: JobDescription, signal?: AbortSignal): Promise<readonly string[] | undefined> {
  const lines = await new JobLogs(job.name, job.instances.count).readNew(signal);
  return lines.map(({ line }) => parseFeatureLine(line)).find((features) => features !== undefined);
}
