import type { IRunningSessionManagers } from '@jupyterlab/running';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { sidebarIcon } from '../../icon';
import type { JobId } from '../job-key';
import { statusOf } from '../job-words';
import type { KnownJobs } from '../known-jobs';

interface RunningPanelOptions {
  readonly known: KnownJobs;
  readonly trans: TranslationBundle;
  readonly open: (job: JobId) => void;
  /** Asks first. */
  readonly stop: (job: JobId) => void;
  /** JupyterLab has asked. */
  readonly stopAll: () => void;
  readonly refresh: () => void;
}

/** Shows the running jobs among JupyterLab's running sessions. */
export function addToRunningPanel(running: IRunningSessionManagers, options: RunningPanelOptions): void {
  const { known, trans } = options;
  const runningChanged = new Signal<object, void>({});
  known.subscribe(() => runningChanged.emit());
  running.add({
    name: trans.__('SageMaker jobs'),
    running: () =>
      known.state.map((job) => ({
        label: () => job.name,
        labelTitle: () => `${job.name}: ${statusOf(trans, job)}`,
        icon: () => sidebarIcon,
        detail: () => statusOf(trans, job),
        open: () => options.open(job),
        // A job that is stopping cannot be stopped once more.
        ...(job.status === 'running' && job.kind !== 'endpoint' && { shutdown: () => options.stop(job) }),
      })),
    runningChanged,
    refreshRunning: options.refresh,
    shutdownAll: options.stopAll,
    shutdownLabel: trans.__('Stop job'),
    shutdownAllLabel: trans.__('Stop all jobs'),
    shutdownAllConfirmationText: trans.__('Stop all running SageMaker jobs? What they have done so far may be lost.'),
  });
}
