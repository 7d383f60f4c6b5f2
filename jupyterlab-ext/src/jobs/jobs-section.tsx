import { insertCell } from '../notebook/insert-cell';
import type { Section } from '../panel/section';
import { readSettings } from '../settings/sidebar-settings';
import { Store } from '../store/store';
import type { Surroundings } from '../surroundings';
import { languageIn, localeOf } from '../translation/translation';
import { JobActs } from './acts/perform-acts';
import type { JobId } from './job-key';
import { JobTabs } from './job-tabs';
import { JobFactsStore } from './list/job-facts-store';
import { JobListStore } from './list/job-list-store';
import { JobsPoll } from './poll-jobs';
import { isConfirmed, jobOfArgs } from './read-job';
import { SelectedJobs } from './selected-job';
import { TimeText } from './time-text';
import { JobsView } from './views/jobs-view';
import { HiddenWatch } from './watch/hidden-watch';
import { PageVisibility } from './watch/page-visibility';
import { ChangeTeller } from './watch/tell-changes';

/** SageMaker refuses requests that come too often; the account of this machine does not. */
const REMOTE_INTERVAL_SECONDS = 30;
const LOCAL_INTERVAL_SECONDS = 2;
const REMOTE_HIDDEN_SECONDS = 60;
const LOCAL_HIDDEN_SECONDS = 5;

/** Training, tuning and transform jobs, and endpoints. */
export function jobsSection(surroundings: Surroundings): Section {
  const {
    app,
    backend,
    notebooks,
    renderers,
    settings,
    translator,
    trans,
    visible,
    knownJobs: known,
    jobTabs,
  } = surroundings;
  const times = new TimeText(localeOf(languageIn(settings), translator));
  const selected = new SelectedJobs();
  const wantsFocus = new Store(false);
  const facts = new JobFactsStore(backend);
  const lists = new JobListStore(backend, { onRead: ({ items }) => known.learn(items, 'list') });

  let isLocal: boolean | undefined;
  const intervalSeconds = () => (isLocal === true ? LOCAL_INTERVAL_SECONDS : REMOTE_INTERVAL_SECONDS);
  const learnAccount = async (): Promise<void> => {
    if (isLocal !== undefined) return;
    // The lists say what is wrong with the account; until it is known it counts as a real one.
    const account = await backend.request('awsAccount', {}).catch(() => undefined);
    isLocal = account?.isLocal;
  };
  const poll = new JobsPoll({
    visible,
    intervalSeconds,
    look: async () => {
      await Promise.all([lists.refresh(), learnAccount()]);
    },
  });

  const run = (command: string, job?: JobId): void =>
    void app.commands.execute(command, job === undefined ? {} : { kind: job.kind, name: job.name });
  const tabs = new JobTabs({
    app,
    backend,
    tracker: jobTabs,
    known,
    selected,
    intervalSeconds,
    parts: {
      trans,
      times,
      renderers,
      run,
      openNotebook: (path) => void app.commands.execute('docmanager:open', { path }),
      revealTable: (path) => void app.commands.execute('tables-and-jobs:reveal-table', { path: [...path] }),
    },
  });
  const acts = new JobActs({
    backend,
    lists,
    known,
    trans,
    insert: (source) => insertCell(notebooks, source),
    onChanged: (job, expected) => void tabs.refresh(job, expected),
  });

  const pageVisible = new PageVisibility();
  const isWanted = new Store(readSettings(settings).notifyWhenJobEnds);
  const readIsWanted = (): void => isWanted.set(readSettings(settings).notifyWhenJobEnds);
  settings?.changed.connect(readIsWanted);
  const teller = new ChangeTeller({
    known,
    visible,
    pageVisible,
    isWanted,
    trans,
    isTabInView: (job) => tabs.isInView(job),
    openLog: (job) => run('tables-and-jobs:open-log', job),
  });
  const watch = new HiddenWatch({
    backend,
    known,
    visible,
    pageVisible,
    isWanted,
    intervalSeconds: () => (isLocal === true ? LOCAL_HIDDEN_SECONDS : REMOTE_HIDDEN_SECONDS),
  });
  const forgetVisible = visible.subscribe(() => {
    if (visible.state) return;
    lists.cancelAll();
    facts.cancel();
  });

  const onJob = (act: (job: JobId) => Promise<void> | void) => async (args: unknown) => {
    const job = jobOfArgs(args) ?? selected.state.current;
    if (job !== undefined) await act(job);
  };
  return {
    name: 'jobs',
    label: trans.__('Jobs'),
    view: (
      <JobsView
        parts={{
          lists,
          facts,
          selected,
          visible,
          wantsFocus,
          announcement: teller.announcement,
          trans,
          times,
          refresh: () => void poll.refresh(),
          run,
        }}
      />
    ),
    acts: {
      'tables-and-jobs:open-job': onJob((job) => tabs.open(job)),
      'tables-and-jobs:open-log': onJob((job) => tabs.open(job, job.kind === 'training' ? 'log' : 'overview')),
      'tables-and-jobs:stop-job': onJob((job) => acts.stop(job)),
      'tables-and-jobs:stop-all-jobs': (args) => acts.stopAll(isConfirmed(args)),
      'tables-and-jobs:clone-job': onJob((job) => acts.clone(job)),
      'tables-and-jobs:delete-endpoint': onJob((job) => acts.deleteEndpoint(job)),
      'tables-and-jobs:open-in-console': onJob((job) => acts.openInConsole(job)),
      'tables-and-jobs:copy-job-name': onJob((job) => acts.copyName(job)),
      'tables-and-jobs:compare-jobs': async () => {
        if (selected.state.marked.length > 1) tabs.compare(selected.state.marked);
      },
      'tables-and-jobs:refresh-jobs': () => poll.refresh(),
    },
    focus: () => wantsFocus.set(true),
    close: () => {
      forgetVisible();
      settings?.changed.disconnect(readIsWanted);
      watch.close();
      teller.close();
      pageVisible.close();
      poll.close();
      lists.cancelAll();
      facts.cancel();
    },
  };
}
