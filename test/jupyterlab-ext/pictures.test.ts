import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { expectPicture } from '../support/picture';
import { axeViolations } from './support/axe-violations';
import { SidebarUnderTest, type Theme } from './support/sidebar-under-test';

let sidebar: SidebarUnderTest;

beforeAll(async () => {
  // A recording, so that every run shows the same tables and jobs.
  sidebar = await SidebarUnderTest.open({ settings: { answersFrom: 'class' } });
}, 120_000);

afterAll(() => sidebar?.close());

const mainView = (): Locator => sidebar.page.locator('.jp-MainAreaWidget:not(.lm-mod-hidden) .tj-view').last();

async function openTable(): Promise<void> {
  const tree = sidebar.panel.getByRole('tree', { name: 'Tables' });
  for (const name of [/^.?ML\b/, /PUBLIC/, /CALIFORNIA_HOUSING/]) {
    await tree.getByRole('treeitem', { name }).last().click();
  }
  await tree.getByRole('treeitem', { name: /MEDINC/ }).waitFor();
}

describe.each<Theme>(['light', 'dark', 'high contrast'])('in the %s theme', (theme) => {
  const picture = (name: string) => `sidebar/${name}-${theme.replace(' ', '-')}`;

  test('the sidebar looks as it did, and axe finds nothing in it', async () => {
    await sidebar.useTheme(theme);
    if (theme === 'light') await openTable();
    await sidebar.panel.getByRole('treeitem', { name: /MEDINC/ }).waitFor();

    expect(await axeViolations(sidebar.panel)).toEqual([]);
    expectPicture(picture('panel'), await sidebar.panel.screenshot());
  });

  test('a preview looks as it did, and axe finds nothing in it', async () => {
    await sidebar.execute('tables-and-jobs:preview', { path: ['ML', 'PUBLIC', 'CALIFORNIA_HOUSING'] });
    await mainView().getByRole('table').waitFor();

    expect(await axeViolations(mainView())).toEqual([]);
    expectPicture(picture('preview'), await mainView().screenshot());
  });
});
