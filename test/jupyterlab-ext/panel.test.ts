import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SidebarUnderTest } from './support/sidebar-under-test';

let sidebar: SidebarUnderTest;

beforeAll(async () => {
  sidebar = await SidebarUnderTest.open();
});

afterAll(() => sidebar?.close());

describe('the sidebar in JupyterLab', () => {
  test('has a section each for the connection, the tables and the jobs', async () => {
    const titles = await sidebar.panel.locator('.jp-AccordionPanel-title').allTextContents();

    expect(titles).toEqual(['Connection', 'Tables', 'Jobs']);
  });

  test('is opened by a command of the palette', async () => {
    await sidebar.hide();
    await sidebar.run('Show tables and jobs');

    await sidebar.panel.waitFor();
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
