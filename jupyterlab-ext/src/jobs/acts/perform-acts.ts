import { Clipboard, Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobDetail } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../../backend/backend';
import { RequestError } from '../../backend/request-error';
import type { JobId } from '../job-key';
import type { KnownJobs } from '../known-jobs';
import type { JobListStore } from '../list/job-list-store';

export interface ActsOptions {
  readonly backend: Backend;
  readonly lists: JobListStore;
  readonly known: KnownJobs;
  readonly trans: TranslationBundle;
  /** Puts a cell into the current notebook; false without one. */
  readonly insert: (source: string) => boolean;
  /** Called after an act that changed the job. */
  readonly onChanged: (job: JobId, expected?: 'stopping') => void;
}

/** What people do with jobs. Each act asks where it cannot be undone, and says what went wrong. */
export class JobActs {
  constructor(private readonly options: ActsOptions) {}

  async stop(job: JobId): Promise<void> {
    const { trans } = this.options;
    const isSure = await this.ask({
      title: trans.__('Stop %1?', job.name),
      body: trans.__('The job ends now. SageMaker keeps a model that the job has saved so far, if there is one.'),
      button: trans.__('Stop job'),
    });
    if (isSure) await this.tell(trans.__('%1 was not stopped.', job.name), () => this.stopNow(job));
  }

  /** Stops all jobs that are known to run. */
  async stopAll(isConfirmed: boolean): Promise<void> {
    const { known, trans } = this.options;
    const jobs = known.state.filter(({ kind, status }) => kind !== 'endpoint' && status === 'running');
    if (jobs.length === 0) {
      Notification.info(trans.__('No job is known to run.'));
      return;
    }
    const isSure =
      isConfirmed ||
      (await this.ask({
        title: trans._n('Stop %1 job?', 'Stop %1 jobs?', jobs.length),
        body: jobs.map(({ name }) => name).join(', '),
        button: trans.__('Stop all jobs'),
      }));
    if (!isSure) return;
    await Promise.all(jobs.map((job) => this.tell(trans.__('%1 was not stopped.', job.name), () => this.stopNow(job))));
  }

  async deleteEndpoint(endpoint: JobId): Promise<void> {
    const { backend, lists, known, trans } = this.options;
    const cost = await this.costOf(endpoint);
    const isSure = await this.ask({
      title: trans.__('Delete the endpoint %1?', endpoint.name),
      body: trans.__('Programs that ask it for predictions fail from now on. Its model stays. %1', cost),
      button: trans.__('Delete endpoint'),
    });
    if (!isSure) return;
    await this.tell(trans.__('%1 was not deleted.', endpoint.name), async () => {
      await backend.request('deleteEndpoint', { name: endpoint.name });
      lists.expect(endpoint, 'gone');
      known.forget(endpoint);
      Notification.success(trans.__('The endpoint %1 is deleted.', endpoint.name));
      this.options.onChanged(endpoint);
    });
  }

  async clone(job: JobId): Promise<void> {
    const { backend, trans, insert } = this.options;
    await this.tell(trans.__('No cell was inserted for %1.', job.name), async () => {
      const { source } = await backend.request('cloneCode', { name: job.name });
      if (!insert(source)) Notification.info(trans.__('Open a notebook first: the cell goes below its active cell.'));
    });
  }

  async openInConsole(job: JobId): Promise<void> {
    const { trans } = this.options;
    await this.tell(trans.__('The console was not opened for %1.', job.name), async () => {
      const { consoleUrl } = await this.read(job);
      if (consoleUrl === undefined) Notification.info(trans.__('The account of this machine has no console.'));
      else window.open(consoleUrl, '_blank', 'noopener');
    });
  }

  copyName({ name }: JobId): void {
    Clipboard.copyToSystem(name);
  }

  private async stopNow(job: JobId): Promise<void> {
    const { backend, lists, onChanged } = this.options;
    await backend.request('stopJob', { kind: job.kind, name: job.name });
    lists.expect(job, 'stopping');
    onChanged(job, 'stopping');
  }

  /** In words. Nobody is kept from deleting because the price is not known. */
  private async costOf(endpoint: JobId): Promise<string> {
    const { trans } = this.options;
    try {
      return (await this.read(endpoint)).costAdvice ?? trans.__('What it costs by the hour is not known here.');
    } catch (error) {
      return trans.__('What it costs could not be read: %1', RequestError.from(error).message);
    }
  }

  private async read({ kind, name }: JobId): Promise<JobDetail> {
    return await this.options.backend.request('job', { kind, name });
  }

  private async ask({ title, body, button }: { title: string; body: string; button: string }): Promise<boolean> {
    const buttons = [
      Dialog.cancelButton({ label: this.options.trans.__('Cancel') }),
      Dialog.warnButton({ label: button }),
    ];
    // The button that changes nothing has the focus.
    const answer = await showDialog({ title, body, buttons, defaultButton: 0 });
    return answer.button.accept;
  }

  /** Says what failed, why, and what to do next. */
  private async tell(failure: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      const { message, advice } = RequestError.from(error);
      Notification.error([failure, message, advice].filter((part) => part !== undefined).join(' '), {
        autoClose: false,
      });
    }
  }
}
