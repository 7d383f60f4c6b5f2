import { JUPYTER_DISPLAY, type MimeBundle } from '../../cell/kernel-bridge';
import { INSPECT, MIME } from '../../cell/mime';
import { countOf } from '../../display/format-value';
import type { Resource, ResourceKind } from './list-resources';

/** Kinds of resources that cost money by the hour while they exist. */
const COSTS_MONEY: readonly ResourceKind[] = ['training job', 'endpoint'];

/** What was deleted and what is left; it shows counts; the names are in its properties. */
export class CleanUpReport {
  constructor(
    readonly deleted: readonly Resource[],
    readonly left: readonly Resource[],
  ) {}

  /** True when nothing of this project is left that costs money. */
  get nothingCostsMoney(): boolean {
    return !this.left.some(({ kind }) => COSTS_MONEY.includes(kind));
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { [MIME.text]: this[INSPECT]() };
  }

  [INSPECT](): string {
    const deleted = this.deleted.length === 0 ? 'Nothing was there to delete.' : `Deleted: ${counted(this.deleted)}.`;
    return `${deleted}\n${this.leftText()}`;
  }

  private leftText(): string {
    if (this.left.length === 0) return 'Nothing of this project is left that costs money.';
    const names = namesOf(this.left);
    if (this.nothingCostsMoney) return `Left, at no cost:\n${names}`;
    return `Left, and some of it costs money:\n${names}\nTo stop running jobs, use cleanUp({ stopJobs: true }).`;
  }
}

/** The message for an interrupted clean-up; `found` is undefined before everything has been listed. */
export function interruptedCleanUp(deleted: readonly Resource[], found: readonly Resource[] | undefined): string {
  const left = found?.filter((resource) => !deleted.includes(resource)) ?? [];
  const done = deleted.length === 0 ? 'Nothing was deleted before.' : `Deleted before: ${counted(deleted)}.`;
  const again = 'Run await cleanUp() again: endpoints cost money until they are deleted.';
  if (left.length === 0) return `Cleaning up was interrupted. ${done} ${again}`;
  return `Cleaning up was interrupted. ${done} Left, or being deleted:\n${namesOf(left)}\n${again}`;
}

function namesOf(resources: readonly Resource[]): string {
  return resources.map(({ kind, name }) => `  ${kind} ${name}`).join('\n');
}

function counted(resources: readonly Resource[]): string {
  const kinds = [...new Set(resources.map(({ kind }) => kind))];
  return kinds.map((kind) => countOf(resources.filter((resource) => resource.kind === kind).length, kind)).join(', ');
}
