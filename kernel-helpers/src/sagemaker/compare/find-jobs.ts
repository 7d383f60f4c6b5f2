import { UserError } from '../../errors';
import { listTrainingJobs } from '../list/list-jobs';
import { everyItem } from '../list/read-page';

/** The newest jobs whose names begin so, the oldest of them first; jobs that run or failed have nothing to compare. */
export async function findJobs(prefix: string, most: number, signal?: AbortSignal): Promise<readonly string[]> {
  const found: string[] = [];
  const pages = everyItem((after) =>
    listTrainingJobs({ nameContains: prefix, signal, ...(after !== undefined && { after }) }),
  );
  for await (const { name, status } of pages) {
    if (!name.startsWith(prefix) || !(status === 'Completed' || status === 'Stopped')) continue;
    found.push(name);
    if (found.length === most) break;
  }
  if (found.length > 0) return found.reverse();
  throw new UserError(`No training job that has ended with a model has a name that begins with ${prefix}.`, {
    reason: 'not-found',
    advice: 'List the jobs: await listTrainingJobs().',
  });
}
