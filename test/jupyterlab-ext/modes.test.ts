import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SidebarUnderTest } from './support/sidebar-under-test';

let sidebar: SidebarUnderTest;

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

  test('is left by its button, and opened again by the command', async () => {
    const label = sidebar.panel.getByText('Recorded: California Housing on the local account.');
    await sidebar.panel.getByRole('button', { name: 'Back to your account' }).click();
    await label.waitFor({ state: 'hidden' });
    await sidebar.run('Switch between this account and the recorded class');

    await label.waitFor();
  });

  test('keeps its three sections when presenter mode makes the letters larger', async () => {
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
      'Jobs',
    ]);
    await sidebar.run('Switch presenter mode on or off');
    await sidebar.page.locator('body:not(.tj-presents)').waitFor({ state: 'attached' });
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
