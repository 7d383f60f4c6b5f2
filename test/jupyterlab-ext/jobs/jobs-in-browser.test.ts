import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type FinishedJobOnAccount,
  quietly,
  startFinishedJob,
  startJob,
} from '../../kernel-helpers/sagemaker/support/finished-job';
import { until } from '../../support/until';
import { SidebarUnderTest } from '../support/sidebar-under-test';
import { JobsInSidebar, startFailingJob } from './support/jobs-in-sidebar';

let on: FinishedJobOnAccount;
let sidebar: SidebarUnderTest;
let jobs: JobsInSidebar;
let finished: string;

beforeAll(async () => {
  on = await startFinishedJob();
  finished = on.finished.name;
  sidebar = await SidebarUnderTest.open();
  jobs = new JobsInSidebar(sidebar);
}, 180_000);

afterAll(async () => {
  await sidebar?.close();
  await on?.close();
});

describe('the Jobs section', () => {
  test('lists a job that ended, with all columns for screen readers', async () => {
    await jobs.row(finished, 'Completed').waitFor();
    const label = async () => (await jobs.row(finished).getAttribute('aria-label')) ?? '';

    await until(async () => /, made .+ ago, elapsed \d+:\d\d, billed .+, 1 host$/.test(await label()));
    await sidebar.panel.getByText(/^as of /).waitFor();
  });

  test('shows more columns the wider the panel is', async () => {
    const visible = async () =>
      (
        await jobs
          .row(finished)
          .locator('span:visible')
          .evaluateAll((all) => all.map((element) => (element as unknown as { className: string }).className))
      )
        .filter((name) => /^tj-job-(status|elapsed|billed|hosts)$/.test(name))
        .map((name) => name.replace('tj-job-', ''));
    // A text, because tests know no DOM.
    const widen = (width: number) =>
      sidebar.page.evaluate(`document.querySelector('.tj-jobs').style.width = '${width}px'`);

    const found: string[][] = [];
    for (const width of [220, 300, 380, 600]) {
      await widen(width);
      found.push(await visible());
    }
    await sidebar.page.evaluate(`document.querySelector('.tj-jobs').removeAttribute('style')`);

    expect(found).toEqual([[], ['status'], ['status', 'elapsed'], ['status', 'elapsed', 'billed', 'hosts']]);
  });

  test('shows where the job came from, its log and its metrics in a tab', async () => {
    const tab = await jobs.open(finished, 'Overview');
    await tab.getByRole('rowheader', { name: 'Training' }).waitFor();
    await tab.getByRole('button', { name: /HOUSING_SCHEMA\.SUMS$/ }).waitFor();
    await tab.getByText('select * from "SUMS"').waitFor();

    await tab.getByRole('tab', { name: 'Log' }).click();
    await tab.getByRole('searchbox', { name: 'Filter lines' }).fill('train-rmse');
    await tab.getByText(/^4 of \d+ lines$/).waitFor();
    await tab.getByRole('tab', { name: 'Metrics' }).click();
    await tab.locator('.tj-chart').locator('canvas, svg').first().waitFor();

    expect(await tab.getByRole('row', { name: /validation 2 / }).count()).toBe(1);
  });

  test('shows the table of a job in the tree of tables', async () => {
    const tab = await jobs.open(finished, 'Overview');
    await tab.getByRole('button', { name: /HOUSING_SCHEMA\.SUMS$/ }).click();

    await sidebar.panel.locator('.tj-tree').getByRole('treeitem', { name: 'SUMS', selected: true }).waitFor();
  });

  test('is complete by the keyboard', async () => {
    const { keyboard } = sidebar.page;
    await sidebar.panel.getByRole('treeitem', { name: 'Training jobs' }).focus();

    await keyboard.press('ArrowLeft');
    await jobs.row(finished).first().waitFor({ state: 'detached' });
    await keyboard.press('ArrowRight');
    await jobs.row(finished).waitFor();
    await keyboard.press('s');
    const focused = await sidebar.page.locator('.tj-job:focus').getAttribute('aria-label');
    await keyboard.press('Shift+F10');

    expect(focused).toContain(finished);
    await sidebar.page.locator('.lm-Menu').getByText('Copy name of job').waitFor();
    await keyboard.press('Escape');
  });

  test('begins a new name with a letter after another key', async () => {
    const { keyboard } = sidebar.page;
    const focusedJob = sidebar.page.locator('.tj-job:focus');
    await sidebar.panel.getByRole('treeitem', { name: 'Training jobs' }).focus();
    for (const letter of finished.slice(0, 2)) await keyboard.press(letter);
    await focusedJob.waitFor();

    await keyboard.press('Home');
    await keyboard.press(finished.slice(0, 1));

    await focusedJob.waitFor();
  });

  test('takes the keyboard by a command, and the arrow keys go on from there', async () => {
    const focused = sidebar.page.locator('.tj-jobs [role="treeitem"]:focus');
    await sidebar.hide();

    await sidebar.run('Go to jobs');
    await focused.waitFor();
    await sidebar.page.keyboard.press('Home');
    await focused.and(sidebar.panel.getByRole('treeitem', { name: 'Training jobs' })).waitFor();
    await sidebar.page.keyboard.press('ArrowDown');

    await focused.and(jobs.row(finished)).waitFor();
  });

  test('is opened by that command where its section is closed, and by its key', async () => {
    const focused = sidebar.page.locator('.tj-jobs [role="treeitem"]:focus');
    await sidebar.panel.locator('.jp-AccordionPanel-title', { hasText: 'Jobs' }).click();
    await jobs.row(finished).waitFor({ state: 'hidden' });

    await sidebar.page.keyboard.press('Control+Alt+j');

    await focused.waitFor();
  });

  test('compares marked jobs: their curves over each other, and in what they differ', async () => {
    const other = await quietly(async () => (await startJob(5)).watch());
    await jobs.row(other.name, 'Completed').waitFor();

    for (const name of [finished, other.name]) await jobs.row(name).click({ modifiers: ['Control'] });
    await sidebar.panel.getByRole('button', { name: 'Compare (2)' }).click();
    const chart = jobs.tab.locator('.tj-metric', { hasText: 'rmse' });
    await chart.locator('.tj-chart').locator('canvas, svg').first().waitFor();
    await until(async () => (await chart.locator('tbody tr').count()) === 4);

    const lastRounds = (job: string) =>
      chart.getByRole('row', { name: job }).locator('td:nth-child(3)').allTextContents();
    expect(await lastRounds(finished)).toEqual(['2', '2']);
    expect(await lastRounds(other.name)).toEqual(['4', '4']);
    await jobs.tab.getByRole('row', { name: 'num_round 3 5' }).waitFor();
    await sidebar.panel.getByRole('button', { name: 'Clear marks' }).click();
  }, 120_000);

  test('inserts a cell that plans the job again', async () => {
    await sidebar.page.getByRole('tab', { name: 'shown.ipynb' }).click();

    await jobs.choose(finished, 'Insert cell that plans this job again');

    await sidebar.page.locator('.jp-NotebookPanel .jp-CodeCell', { hasText: 'trainingJob' }).waitFor();
  });
});

describe('a running job', () => {
  test('is followed live, counted in the status bar, and stopped after a question', async () => {
    const { name } = await quietly(() => startJob(1_000_000));
    await jobs.row(name, 'Running').waitFor();
    await sidebar.page.getByRole('button', { name: '1 job runs' }).waitFor();
    const tab = await jobs.open(name, 'Log');
    await tab.getByText(/ lines · live$/).waitFor();

    await tab.getByRole('button', { name: 'Stop job…' }).click();
    expect(await jobs.answer('Stop job')).toContain(`Stop ${name}?`);
    await tab.getByText('Stopping', { exact: true }).waitFor();

    await jobs.row(name, 'Stopped').waitFor();
    await until(async () => (await jobs.announced) === `${name}: Stopped`);
    await sidebar.page.getByRole('button', { name: '1 job runs' }).waitFor({ state: 'hidden' });
  }, 120_000);

  test("is among JupyterLab's running sessions, and is opened and stopped from there", async () => {
    const { name } = await quietly(() => startJob(1_000_000));
    await jobs.row(name, 'Running').waitFor();
    await sidebar.page.getByRole('tab', { name: 'Running Terminals and Kernels' }).click();
    // JupyterLab lists the job's tab there, too, but without a state.
    const entry = sidebar.page
      .locator('.jp-RunningSessions-item', { hasText: name })
      .filter({ has: sidebar.page.locator('.jp-RunningSessions-itemDetail') });

    await entry.getByText('Running', { exact: true }).waitFor();
    await entry.getByText(name).click();
    await jobs.tab.getByRole('heading', { name }).waitFor();
    await entry.hover();
    await entry.getByTitle('Stop job').click();
    expect(await jobs.answer('Stop job')).toContain(`Stop ${name}?`);

    await entry.waitFor({ state: 'detached' });
    await sidebar.show();
    await jobs.row(name, 'Stopped').waitFor();
  }, 120_000);

  test('tells by a notification that it failed while the sidebar was hidden, and leads to the error in its log', async () => {
    const { name } = await startFailingJob();
    await jobs.row(name, 'Running').waitFor();
    await sidebar.hide();

    const notice = sidebar.page.locator('.Toastify__toast', { hasText: `${name}: Failed` });
    await notice.getByText('Open log').click();

    await jobs.tab.getByRole('heading', { name }).waitFor();
    await jobs.tab.getByRole('note', { name: 'Why it failed' }).getByText('The moon is not a number.').waitFor();
    await jobs.tab.getByText('The script begins.').waitFor();
    await jobs.tab.getByRole('button', { name: 'First error' }).click();
    expect(await jobs.tab.locator('.tj-log-found').textContent()).toContain('The moon is not a number.');
    await sidebar.show();
  }, 120_000);
});

test("a job's tab is there again after the page is loaded anew", async () => {
  await jobs.open(finished, 'Overview');
  // JupyterLab saves its layout a moment after a change.
  const layout = new URL('/lab/api/workspaces/default', sidebar.lab.url).href;
  await until(async () => (await (await sidebar.page.request.get(layout)).text()).includes(finished));

  await sidebar.page.reload();

  await sidebar.page.getByRole('tab', { name: finished }).click();
  await jobs.tab.getByRole('heading', { name: finished }).waitFor();
  await jobs.tab.getByText('select * from "SUMS"').waitFor();
  await sidebar.show();
}, 120_000);

test('an endpoint is deleted after a question that says what it costs', async () => {
  await quietly(() => on.finished.deploy({ instance: 'ml.m5.large' }));
  const endpoint = sidebar.panel.locator('.tj-job[data-kind="endpoint"]');
  await endpoint.and(sidebar.panel.getByRole('treeitem', { name: /In service/ })).waitFor();

  await endpoint.click({ button: 'right' });
  await sidebar.page.locator('.lm-Menu').getByText('Delete endpoint…').click();
  const question = await jobs.answer('Delete endpoint');

  await endpoint.waitFor({ state: 'detached' });
  expect(question).toContain('Programs that ask it for predictions fail from now on.');
}, 120_000);
