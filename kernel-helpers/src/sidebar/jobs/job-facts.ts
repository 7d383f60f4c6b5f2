import { backOff } from 'exponential-backoff';
import { isAccessDenied } from '../../aws/call-aws';
import { hasReason } from '../../errors';
import type { JobFacts, JobKind } from '../../sidebar-contract/index';
import { forEachInWindow } from '../../snowflake/for-each-in-window';
import type { DescribedJob } from './described-job';
import { isOver } from './job-status';

/** SageMaker counts the calls of the whole account, and the notebooks beside this sidebar ask, too. */
const AT_A_TIME = 4;
const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 8000;
const ATTEMPTS = 8;

/** Enough for every row that a person can look at; a fact takes about 300 bytes. */
const MOST_REMEMBERED = 10_000;

export interface NamedJob {
  readonly kind: JobKind;
  readonly name: string;
}

type Describe = (kind: JobKind, name: string, signal: AbortSignal) => Promise<DescribedJob | undefined>;

/**
 * What the lists of SageMaker do not say about their rows. Jobs that have ended are asked about once, a few at a time;
 * while SageMaker says that there are too many calls, this waits longer and longer.
 */
export class JobFactsMemory {
  private readonly ended = new Map<string, JobFacts>();

  constructor(private readonly describe: Describe) {}

  /** In the order of the rows; jobs that are gone, and those that this role may not describe, are left out. */
  async of(jobs: readonly NamedJob[], signal: AbortSignal): Promise<JobFacts[]> {
    const found = new Map<string, JobFacts>();
    await forEachInWindow(jobs, AT_A_TIME, async (job) => {
      const facts = this.ended.get(keyOf(job)) ?? (await this.ask(job, signal));
      if (facts !== undefined) found.set(keyOf(job), facts);
    });
    return jobs.flatMap((job) => found.get(keyOf(job)) ?? []);
  }

  private async ask({ kind, name }: NamedJob, signal: AbortSignal): Promise<JobFacts | undefined> {
    signal.throwIfAborted();
    const described = await backOff(() => undefinedIfDenied(() => this.describe(kind, name, signal)), {
      startingDelay: FIRST_PAUSE_MILLISECONDS,
      maxDelay: LONGEST_PAUSE_MILLISECONDS,
      numOfAttempts: ATTEMPTS,
      jitter: 'full',
      retry: (error: unknown) => !signal.aborted && hasReason(error, 'throttled'),
    });
    if (described === undefined) return undefined;
    if (isOver(kind, described.summary.status)) this.remember({ kind, name }, described.facts);
    return described.facts;
  }

  private remember(job: NamedJob, facts: JobFacts): void {
    this.ended.set(keyOf(job), facts);
    if (this.ended.size <= MOST_REMEMBERED) return;
    const [oldest] = this.ended.keys();
    if (oldest !== undefined) this.ended.delete(oldest);
  }
}

/**
 * Lists show jobs of the whole account, also to a role that may describe only those of this project. One such job must
 * not take the facts from all other rows; its detail says which right is missing.
 */
async function undefinedIfDenied(describe: () => Promise<DescribedJob | undefined>): Promise<DescribedJob | undefined> {
  try {
    return await describe();
  } catch (error) {
    if (isAccessDenied(error)) return undefined;
    throw error;
  }
}

function keyOf({ kind, name }: NamedJob): string {
  return `${kind} ${name}`;
}
