import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SidebarUnderTest } from './support/sidebar-under-test';

/** Counts what the page asks the notebook's kernel for its variables. A text, because tests know no DOM. */
const COUNT_QUESTIONS = `{
  const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
  const ask = kernel.requestDebug;
  globalThis.questions = 0;
  kernel.requestDebug = (...given) => {
    // JupyterLab's debugger asks for other things.
    if (given[0].command === 'inspectVariables') globalThis.questions += 1;
    return ask.apply(kernel, given);
  };
}`;

let sidebar: SidebarUnderTest;

beforeAll(async () => {
  sidebar = await SidebarUnderTest.open();
});

afterAll(() => sidebar?.close());

describe('the sidebar in JupyterLab', () => {
  test('has a section each for the connection, the tables, the variables and the jobs', async () => {
    const titles = await sidebar.panel.locator('.jp-AccordionPanel-title').allTextContents();

    expect(titles).toEqual(['Connection', 'Tables', 'Variables', 'Jobs']);
  });

  test('is opened by a command of the palette', async () => {
    await sidebar.hide();
    await sidebar.run('Show tables and jobs');

    await sidebar.panel.waitFor();
  });
});

describe('the variables of the notebook in front', () => {
  const list = () => sidebar.panel.getByRole('table', { name: 'Variables' });
  const rows = async () => await list().locator('tbody tr').allInnerTexts();
  async function runCell(source: string): Promise<void> {
    const cell = sidebar.page.locator('.jp-NotebookPanel .jp-CodeCell').last();
    await cell.locator('.cm-content').fill(source);
    await sidebar.page.keyboard.press('Shift+Enter');
    await cell.page().locator('#jp-main-statusbar', { hasText: 'TypeScript | Idle' }).waitFor();
  }

  test('are listed where the section is open, and after each cell anew', async () => {
    await runCell('const rooms = [3, 5]; let city = "Oslo"');
    await sidebar.run('Go to variables');
    await list().getByRole('rowheader', { name: 'rooms' }).waitFor();
    const { height } = (await sidebar.panel.locator('.tj-section-variables').boundingBox()) ?? { height: 0 };
    expect(height).toBeGreaterThan(100);
    expect(await rows()).toEqual(['city\tstring\t4\t"Oslo"', 'rooms\tnumber[]\t2\t[3, 5]']);

    await runCell('city = "Bergen"');
    await list().getByText('"Bergen"').waitFor();
  });

  test('are found by a part of their name', async () => {
    await sidebar.panel.getByRole('searchbox', { name: 'Filter variables' }).fill('ROO');
    await list().getByRole('rowheader', { name: 'city' }).waitFor({ state: 'detached' });

    expect(await rows()).toEqual(['rooms\tnumber[]\t2\t[3, 5]']);
    await sidebar.panel.getByRole('searchbox', { name: 'Filter variables' }).fill('');
  });

  test('are gone after a restart of the kernel', async () => {
    await sidebar.page.evaluate('jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()');

    await sidebar.panel.getByText('No cell has declared a variable yet.').waitFor();
  });

  test('are not asked for while nobody sees them', async () => {
    await runCell('const seen = 1');
    await list().getByRole('rowheader', { name: 'seen' }).waitFor();
    await sidebar.hide();
    await sidebar.page.evaluate(COUNT_QUESTIONS);
    await runCell('const hidden = 1');
    expect(await sidebar.page.evaluate('globalThis.questions')).toBe(0);

    await sidebar.show();
    await list().getByRole('rowheader', { name: 'hidden' }).waitFor();
    expect(await sidebar.page.evaluate('globalThis.questions')).toBe(1);
  });
});

test('the launcher makes a TypeScript file, under the logo of the kernel', async () => {
  const { page } = sidebar;
  // A text, because tests know no DOM.
  await page.evaluate('jupyterapp.commands.execute("launcher:create").then(() => undefined)');
  const card = page.locator('.jp-LauncherCard', { hasText: 'TypeScript File' });
  const icon = await card.locator('svg').getAttribute('data-icon');
  await card.click();

  await page.getByRole('tab', { name: 'untitled.ts' }).waitFor();
  expect(icon).toBe('tables-and-jobs:typescript');
});
