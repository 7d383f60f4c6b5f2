import { INSPECT, MIME } from '../../mime';
import { countOf } from '../../render/format-value';
import { JUPYTER_DISPLAY, type MimeBundle } from '../../render/self-display';
import type { Resource, ResourceKind } from './find-resources';

/** Kinds of resources that cost money by the hour while they exist. */
const COSTS_BY_THE_HOUR: readonly ResourceKind[] = ['training job', 'endpoint'];

/** What no clean-up deletes, because it may be of use; see REAL-ACCOUNTS.md, "What a run costs". */
const STORED =
  'On a real account, what is stored goes on to cost a little by the month: the image in ECR, files in S3, logs in CloudWatch and the secret. REAL-ACCOUNTS.md says how to delete them.';

/** What was deleted and what is left; it shows counts of what was deleted; the names are in its properties. */
export class CleanUpReport {
  constructor(
    readonly deleted: readonly Resource[],
    /** All that is left of this project in the account and region, also what others made. */
    readonly left: readonly Resource[],
  ) {}

  /** True when nothing is left that costs money by the hour and is, or may be, yours. */
  get nothingCostsByTheHour(): boolean {
    return !this.left.some(({ kind, owner }) => owner !== 'others' && COSTS_BY_THE_HOUR.includes(kind));
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { [MIME.text]: this[INSPECT]() };
  }

  [INSPECT](): string {
    const deleted =
      this.deleted.length === 0 ? 'Nothing of yours was there to delete.' : `Deleted: ${counted(this.deleted)}.`;
    return [deleted, this.yours(), this.unknown(), this.others(), STORED].filter((text) => text !== '').join('\n');
  }

  private yours(): string {
    const yours = this.ownedBy('yours');
    if (yours.length === 0) return 'Nothing of yours is left that costs money by the hour.';
    const names = namesOf(yours);
    if (!yours.some(({ kind }) => COSTS_BY_THE_HOUR.includes(kind))) {
      return `Left of yours, at no cost by the hour:\n${names}`;
    }
    const advice = hasJob(yours) ? '\nTo stop running jobs, use cleanUp({ stopJobs: true }).' : '';
    return `Left of yours, and some of it costs money by the hour:\n${names}${advice}`;
  }

  private unknown(): string {
    const unknown = this.ownedBy('unknown');
    if (unknown.length === 0) return '';
    return `Left, because their tags could not be read, and only tags say whose they are:\n${namesOf(unknown)}`;
  }

  private others(): string {
    const others = this.ownedBy('others');
    if (others.length === 0) return '';
    const options = hasJob(others) ? 'others: true, stopJobs: true' : 'others: true';
    return `Left, because others made it: ${counted(others)}. To delete this, too, use cleanUp({ ${options} }).`;
  }

  private ownedBy(owner: Resource['owner']): Resource[] {
    return this.left.filter((resource) => resource.owner === owner);
  }
}

/** The message for an interrupted clean-up; `wanted` is undefined before everything has been listed. */
export function interruptedCleanUp(deleted: readonly Resource[], wanted: readonly Resource[] | undefined): string {
  const left = wanted?.filter((resource) => !deleted.includes(resource)) ?? [];
  const done = deleted.length === 0 ? 'Nothing was deleted before.' : `Deleted before: ${counted(deleted)}.`;
  const again = 'Run await cleanUp() again: endpoints cost money by the hour until they are deleted.';
  if (left.length === 0) return `Cleaning up was interrupted. ${done} ${again}`;
  return `Cleaning up was interrupted. ${done} Left, or being deleted:\n${namesOf(left)}\n${again}`;
}

/** What was found, one row for each resource, as it is shown before anything is deleted. */
export function foundRows(resources: readonly Resource[]): readonly Readonly<Record<string, string>>[] {
  return resources.map(({ kind, name, owner, maker, madeAt }) => ({
    kind,
    name,
    madeBy: owner === 'yours' ? 'you' : owner === 'unknown' ? 'tags cannot be read' : (maker ?? 'no tag says who'),
    madeAt: madeAt === undefined ? '' : `${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  }));
}

function hasJob(resources: readonly Resource[]): boolean {
  return resources.some(({ kind }) => kind === 'training job');
}

function namesOf(resources: readonly Resource[]): string {
  return resources.map(({ kind, name }) => `  ${kind} ${name}`).join('\n');
}

function counted(resources: readonly Resource[]): string {
  const kinds = [...new Set(resources.map(({ kind }) => kind))];
  return kinds.map((kind) => countOf(resources.filter((resource) => resource.kind === kind).length, kind)).join(', ');
}
