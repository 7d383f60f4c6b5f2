import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { attach, californiaHousing, connect } from 'kernel-helpers';
import type { Locator } from 'playwright-core';
import { quietly } from '../kernel-helpers/sagemaker/support/finished-job';
import { ROOT } from '../support/clone';
import { startLocalAccount, type TestAccount } from '../support/local-account';
import { withEnvironment } from '../support/with-environment';
import { JobsInSidebar } from './jobs/support/jobs-in-sidebar';
import { SidebarUnderTest } from './support/sidebar-under-test';

/**
 * What a new user does, who writes no code: each test goes on where the one before it ended. The mouse clicks and the
 * keyboard answers; nothing is typed into a cell.
 */
let account: TestAccount;
let restore: () => void;
let sidebar: SidebarUnderTest;
let jobs: JobsInSidebar;

beforeAll(async () => {
  account = await startLocalAccount();
  restore = withEnvironment(account.settings);
  await quietly(async () => {
    const snowflake = await connect();
    await snowflake.useOrCreate({ warehouse: 'HOUSING_WH', database: 'HOUSING', schema: 'HOUSING_SCHEMA' });
    await snowflake.writeTable(await californiaHousing(), 'california_housing', { ifExists: 'replace' });
    await snowflake.close();
  });
  sidebar = await SidebarUnderTest.open();
  // As in the folder of the notebooks that people get.
  cpSync(join(ROOT, 'notebooks/training'), join(dirname(sidebar.lab.notebook), 'training'), { recursive: true });
  jobs = new JobsInSidebar(sidebar);
}, 180_000);

afterAll(async () => {
  await sidebar?.close();
  restore?.();
  await account?.close();
});

const inTree = (name: string): Locator => sidebar.panel.locator('.tj-tree').getByRole('treeitem', { name });

async function insert(item: string): Promise<void> {
  await inTree('CALIFORNIA_HOUSING').click({ button: 'right' });
  await sidebar.page.locator('.lm-Menu').getByText(item, { exact: true }).click();
}

/** Runs the selected cell as the button of the notebook does. */
async function run(cell: Locator): Promise<void> {
  await cell.waitFor();
  await sidebar.page
    .locator('.jp-NotebookPanel-toolbar')
    .getByRole('button', { name: /^Run this cell/ })
    .click();
  await cell.locator('.jp-InputArea-prompt', { hasText: /^\[\d+\]:$/ }).waitFor();
}

const cellWith = (text: string): Locator => sidebar.page.locator('.jp-NotebookPanel .jp-CodeCell', { hasText: text });
const errors = () =>
  sidebar.page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]').allTextContents();

describe('without typing a line, a new user', () => {
  let job = '';

  test('finds the table in the tree', async () => {
    await inTree('HOUSING').click();
    await inTree('HOUSING_SCHEMA').click();

    await inTree('CALIFORNIA_HOUSING').waitFor();
    expect(await inTree('CALIFORNIA_HOUSING').textContent()).toContain('20,640');
  });

  test('inserts a query cell and sees rows', async () => {
    await insert('Insert query of table');
    const query = cellWith('select * from');
    await run(query);

    expect(await errors()).toEqual([]);
    await query.locator('.jp-OutputArea').getByText('MEDHOUSEVAL').first().waitFor();
  });

  test('starts a job from the table, and watches it end', async () => {
    await insert('Insert training on table');
    await run(cellWith('trainingJob('));
    expect(await errors()).toEqual([]);

    const started = sidebar.panel.locator('.tj-job[data-kind="training"]');
    await started.waitFor();
    job = (await started.locator('.tj-job-name').textContent()) ?? '';
    await jobs.row(job, 'Completed').waitFor({ timeout: 90_000 });

    const tab = await jobs.open(job, 'Overview');
    await tab.getByRole('button', { name: /HOUSING_SCHEMA\.CALIFORNIA_HOUSING$/ }).waitFor();
    await tab.getByRole('tab', { name: 'Metrics' }).click();
    await tab
      .getByRole('row', { name: /validation/ })
      .first()
      .waitFor();
  }, 120_000);

  test('deletes the endpoint of its model by the keyboard', async () => {
    await quietly(async () => {
      const finished = await (await attach(job)).watch();
      await finished.deploy({ instance: 'ml.m5.large' });
    });
    const endpoint = sidebar.panel.locator('.tj-job[data-kind="endpoint"]');
    await endpoint.and(sidebar.panel.getByRole('treeitem', { name: /In service/ })).waitFor();

    await endpoint.focus();
    await sidebar.page.keyboard.press('Delete');
    expect(await jobs.answer('Delete endpoint')).toContain('Programs that ask it for predictions fail from now on.');

    await endpoint.waitFor({ state: 'detached' });
  }, 120_000);
});
