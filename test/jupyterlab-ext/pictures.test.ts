import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { expectPicture } from '../support/picture';
import { JobsInSidebar } from './jobs/support/jobs-in-sidebar';
import { axeViolations } from './support/axe-violations';
import { failingRecording } from './support/failing-recording';
import { SidebarUnderTest, type Theme } from './support/sidebar-under-test';

const THEMES: readonly Theme[] = ['light', 'dark', 'high contrast'];
const TABLE = ['ML', 'PUBLIC', 'CALIFORNIA_HOUSING'];
const OPENED_AT = new Date('2026-11-27T10:42:00Z');
/** All jobs of the recording have ended by then. */
const SHOWN_AT = new Date('2026-11-27T10:52:00Z');

let sidebar: SidebarUnderTest;

beforeAll(async () => {
  // A recording and a clock that stands still, so that every run shows the same tables, jobs and times.
  sidebar = await SidebarUnderTest.open({ settings: { answersFrom: 'class' }, standStillAt: OPENED_AT });
  await sidebar.panel.getByRole('treeitem', { name: /02-24-55-167, Completed/ }).waitFor();
  await sidebar.page.clock.setFixedTime(SHOWN_AT);
  await sidebar.panel.getByRole('button', { name: 'Refresh' }).last().click();
  await sidebar.panel.getByRole('treeitem', { name: /02-25-02-160, Failed/ }).waitFor();
}, 120_000);

afterAll(() => sidebar?.close());

async function openTree(...names: readonly RegExp[]): Promise<void> {
  for (const name of names) {
    await sidebar.panel.getByRole('tree', { name: 'Tables' }).getByRole('treeitem', { name }).last().click();
  }
}

/** Opens a view by its command. Each has a tab of its own, which a later theme finds open. */
async function openView(command: string, args: object = {}): Promise<Locator> {
  await sidebar.execute(`tables-and-jobs:${command}`, args);
  return sidebar.page.locator('.jp-MainAreaWidget:not(.lm-mod-hidden) .tj-view').last();
}

async function expectLikeBefore(name: string, theme: Theme, part: Locator): Promise<void> {
  expectPicture(`sidebar/${name}-${theme.replace(' ', '-')}`, await part.screenshot());
  expect(await axeViolations(part)).toEqual([]);
}

describe.each(THEMES)('in the %s theme, as before and without findings of axe, there', (theme) => {
  test('is the sidebar', async () => {
    await sidebar.useTheme(theme);
    if (theme === 'light') await openTree(/^.?ML\b/, /PUBLIC/, /CALIFORNIA_HOUSING/);
    await sidebar.panel.getByRole('treeitem', { name: /MEDINC/ }).waitFor();

    await expectLikeBefore('panel', theme, sidebar.panel);
  });

  test('is a preview', async () => {
    const view = await openView('preview', { path: TABLE });
    await view.getByRole('table').waitFor();

    await expectLikeBefore('preview', theme, view);
  });

  test('is a profile', async () => {
    const view = await openView('profile', { path: TABLE, column: 'MEDINC' });
    await view.getByRole('heading', { name: 'Most frequent values' }).waitFor();

    await expectLikeBefore('profile', theme, view);
  });

  test('is a job that failed', async () => {
    const tab = await new JobsInSidebar(sidebar).open('02-25-02-160', 'Overview');
    await tab.getByRole('note', { name: 'Why it failed' }).waitFor();

    await expectLikeBefore('job-failed', theme, tab);
  });
});

test('the metrics of a job look as before, and axe finds nothing in them', async () => {
  await sidebar.useTheme('light');
  const tab = await new JobsInSidebar(sidebar).open('02-25-01-868', 'Metrics');
  await tab.locator('.tj-chart').locator('canvas, svg').first().waitFor();

  await expectLikeBefore('job-metrics', 'light', tab);
});

test('the sidebar has its place in a window of 600 pixels, at the right side too', async () => {
  const { page } = sidebar;
  await page.setViewportSize({ width: 600, height: 900 });
  await page.getByRole('tab', { name: 'Tables and jobs' }).click({ button: 'right' });
  await page.locator('.lm-Menu').getByText('Switch Sidebar Side').click();
  await page.locator('#jp-right-stack #tables-and-jobs').waitFor();
  const overflowing = await sidebar.panel.evaluate((panel) => {
    interface Part {
      readonly className: string;
      readonly scrollWidth: number;
      readonly clientWidth: number;
    }
    const { querySelectorAll } = panel as unknown as { querySelectorAll(selector: string): Iterable<Part> };
    return [...querySelectorAll.call(panel, '.tj-section, .tj-tree, .tj-jobs-scroller')].flatMap((part) =>
      part.scrollWidth > part.clientWidth ? [part.className] : [],
    );
  });

  expect(overflowing).toEqual([]);
  expectPicture('sidebar/narrow-window-right', await page.locator('#jp-main-content-panel').screenshot());
  await page.getByRole('tab', { name: 'Tables and jobs' }).click({ button: 'right' });
  await page.locator('.lm-Menu').getByText('Switch Sidebar Side').click();
  await page.setViewportSize({ width: 1_280, height: 900 });
});

describe.each(THEMES)('where all fails in the %s theme, as before and without findings of axe, there', (theme) => {
  test('is the sidebar', async () => {
    await sidebar.useTheme(theme);
    if (theme === 'light') {
      await sidebar.openRecording(failingRecording());
      await openTree(/^.?ML\b/, /PUBLIC/);
    }
    await sidebar.panel.getByText('The role PUBLIC may not see').waitFor();

    await expectLikeBefore('failures', theme, sidebar.panel);
  });

  test('is the doctor', async () => {
    const view = await openView('run-doctor');
    await view.getByText('To do: Sign in again.').waitFor();

    await expectLikeBefore('doctor', theme, view);
  });
});

test('a preview that failed looks as before, and axe finds nothing in it', async () => {
  await sidebar.useTheme('light');
  const view = await openView('preview', { path: TABLE });
  await view.getByText('The warehouse HOUSING_WH is suspended').waitFor();

  await expectLikeBefore('preview-failed', 'light', view);
});
