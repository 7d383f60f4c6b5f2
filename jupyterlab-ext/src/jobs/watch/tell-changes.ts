import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobSummary } from 'kernel-helpers/sidebar-contract/index';
import type { Readable } from '../../store/store';
import { Store } from '../../store/store';
import type { JobId } from '../job-key';
import { hasEnded } from '../job-state';
import { statusOf } from '../job-words';
import type { JobChange, KnownJobs } from '../known-jobs';

export interface TellChangesOptions {
  readonly known: KnownJobs;
  readonly visible: Readable<boolean>;
  readonly pageVisible: Readable<boolean>;
  readonly isWanted: Readable<boolean>;
  /** Whether the job's own tab is in view. */
  readonly isTabInView: (job: JobId) => boolean;
  readonly openLog: (job: JobId) => void;
  readonly trans: TranslationBundle;
}

/**
 * Tells each change of a job's state: to screen readers where somebody looks at the job, else by a notification if the
 * job has ended. What ended while the page was out of view is told when it is back.
 */
export class ChangeTeller {
  /** The last change in words, for a live region. */
  readonly announcement = new Store('');
  private readonly forget: readonly (() => void)[];
  private wasAway = false;

  constructor(private readonly options: TellChangesOptions) {
    const { known, pageVisible } = options;
    this.forget = [
      pageVisible.subscribe(() => {
        if (!pageVisible.state) this.wasAway = true;
      }),
      known.listen((changes) => this.tell(changes)),
    ];
  }

  /** Calling it twice is fine. */
  close(): void {
    for (const forget of this.forget) forget();
  }

  private tell(changes: readonly JobChange[]): void {
    const { trans, visible, isWanted, isTabInView } = this.options;
    const texts = changes.map(({ job }) => trans.__('%1: %2', job.name, statusOf(trans, job)));
    this.announcement.set(texts.join('. '));
    const isUnseen = !visible.state || this.wasAway;
    this.wasAway = false;
    if (!isUnseen || !isWanted.state) return;
    for (const { job } of changes) if (hasEnded(job.status) && !isTabInView(job)) this.notify(job);
  }

  private notify(job: JobSummary): void {
    const { trans, openLog } = this.options;
    const type = job.status === 'failed' ? 'error' : job.status === 'completed' ? 'success' : 'info';
    const isTraining = job.kind === 'training';
    Notification.emit(trans.__('%1: %2', job.name, statusOf(trans, job)), type, {
      autoClose: false,
      actions: [{ label: isTraining ? trans.__('Open log') : trans.__('Open job'), callback: () => openLog(job) }],
    });
  }
}
