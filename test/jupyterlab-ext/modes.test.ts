import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { JobDetail, type Recording } from 'kernel-helpers/sidebar-contract/index';
import { until } from '../support/until';
import { JobsInSidebar } from './jobs/support/jobs-in-sidebar';
import { shippedRecording } from './support/shipped-recording';
import { SidebarUnderTest } from './support/sidebar-under-test';

let sidebar: SidebarUnderTest;

/** The recording that is shipped, from the moment when its long job begins, and quicker. */
function quickClass(): { readonly recording: Recording; readonly completing: string } {
  const shipped = shippedRecording();
  const follows = shipped.exchanges.filter(({ method }) => method === 'followJob');
  const following = follows.find(({ events }) => JSON.stringify(events).includes('"Completed"'));
  const jobs = shipped.exchanges.flatMap(({ method, result }) => (method === 'job' ? [JobDetail.parse(result)] : []));
  const job = jobs.find(({ summary }) => summary.name === following?.params.name);
  if (job === undefined) throw new Error('No job of the recording completes.');
  const { name, createdAt } = job.summary;
  return { recording: { ...shipped, title: 'A quick class', beganAt: createdAt, timesFaster: 0.4 }, completing: name };
}

beforeAll(async () => {
  sidebar = await SidebarUnderTest.open({ settings: { answersFrom: 'class' } });
});

afterAll(() => sidebar?.close());

describe('the recorded class in JupyterLab', () => {
  test('needs no account and no kernel of its own, and says that it is recorded', async () => {
    await sidebar.panel.getByText('Recorded: California Housing on the local account.').waitFor();

    const sessions = await sidebar.page.request.get(new URL('/api/sessions', sidebar.lab.url).href);
    const paths = ((await sessions.json()) as { path: string }[]).map(({ path }) => path);
    expect(paths.filter((path) => path.includes('.tables-and-jobs'))).toEqual([]);
  });

  test('opens its tables down to the columns', async () => {
    const item = (name: string) => sidebar.panel.getByRole('treeitem', { name });
    for (const name of ['ML', 'PUBLIC', 'CALIFORNIA_HOUSING']) {
      await item(name).click();
      await sidebar.page.keyboard.press('ArrowRight');
    }

    await item('MEDHOUSEVAL').waitFor();
  });

  test('blurs the rows of a table in presenter mode until they are held', async () => {
    await sidebar.run('Switch presenter mode on or off');
    await sidebar.page.locator('body.tj-presents').waitFor({ state: 'attached' });
    await sidebar.page.evaluate(
      `window.jupyterapp.commands.execute('tables-and-jobs:preview', { path: ['ML', 'PUBLIC', 'CALIFORNIA_HOUSING'] })`,
    );
    const rows = sidebar.page.getByRole('region', { name: /^Rows of / });
    await rows.waitFor();
    // A text, because tests know no DOM.
    const filter = () => sidebar.page.evaluate<string>(`getComputedStyle(document.querySelector('.tj-grid')).filter`);
    const blurred = await filter();
    await rows.hover();
    await sidebar.page.mouse.down();
    const held = await filter();
    await sidebar.page.mouse.up();

    expect([blurred.replace(/[\d.]+/, 'n'), held, await filter()]).toEqual(['blur(npx)', 'none', blurred]);
    await sidebar.run('Switch presenter mode on or off');
    await sidebar.page.locator('body:not(.tj-presents)').waitFor({ state: 'attached' });
  });

  test('is left by its button, and opened again by the command', async () => {
    const label = sidebar.panel.getByText('Recorded: California Housing on the local account.');
    await sidebar.panel.getByRole('button', { name: 'Back to your account' }).click();
    await label.waitFor({ state: 'hidden' });
    await sidebar.run('Switch between this account and the recorded class');

    await label.waitFor();
  });

  test('keeps its sections when presenter mode makes the letters larger', async () => {
    const sizeOf = () =>
      sidebar.page.evaluate<number>(
        `Number.parseFloat(getComputedStyle(document.querySelector('#tables-and-jobs')).fontSize)`,
      );
    const before = await sizeOf();
    await sidebar.run('Switch presenter mode on or off');
    await sidebar.page.locator('body.tj-presents').waitFor({ state: 'attached' });

    expect(await sizeOf()).toBeGreaterThan(before);
    expect(await sidebar.panel.locator('.jp-AccordionPanel-title').allTextContents()).toEqual([
      'Connection',
      'Tables',
      'Variables',
      'Jobs',
    ]);
    await sidebar.run('Switch presenter mode on or off');
    await sidebar.page.locator('body:not(.tj-presents)').waitFor({ state: 'attached' });
  });

  test('follows a job that runs in a recording that was opened, to its end', async () => {
    const { recording, completing } = quickClass();
    await sidebar.openRecording(recording);
    const jobs = new JobsInSidebar(sidebar);
    await jobs.row(completing, 'Running').waitFor();
    const tab = await jobs.open(completing, 'Log');
    const lines = async () => Number(/\d+/.exec((await tab.locator('.tj-log-count').textContent()) ?? '')?.[0]);
    await until(async () => (await lines()) > 0);
    const before = await lines();

    await until(async () => (await lines()) > before);
    await jobs.row(completing, 'Completed').waitFor();
  });

  test('says of a file that it is no recording', async () => {
    const [chooser] = await Promise.all([sidebar.page.waitForEvent('filechooser'), sidebar.run('Open a recording…')]);
    await chooser.setFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{}') });

    const dialog = sidebar.page.getByRole('dialog');
    await dialog.getByText(/notes\.json is not a recording of the sidebar/).waitFor();

    await dialog.getByRole('button').last().click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('saves what the sidebar does as a file', async () => {
    await sidebar.run('Record what the sidebar does');
    await sidebar.panel.getByText('Recording what you do here.').waitFor();
    const [download] = await Promise.all([
      sidebar.page.waitForEvent('download'),
      sidebar.panel.getByRole('button', { name: 'Save the recording' }).click(),
    ]);

    expect(download.suggestedFilename()).toMatch(/^tables-and-jobs-\d{4}-\d\d-\d\d\.json$/);
  });
});
