import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { Locator } from 'playwright-core';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { withEnvironment } from '../../support/with-environment';
import { SidebarUnderTest } from '../support/sidebar-under-test';

const HOSTILE = '<img src=x onerror=alert(1)>';

let account: TestAccount | undefined;
let sidebar: SidebarUnderTest;

beforeAll(async () => {
  account = await startLocalAccount();
  await makeTables(account.settings);
  sidebar = await SidebarUnderTest.open({ environment: account.settings });
  sidebar.page.setDefaultTimeout(20_000);
}, 180_000);

afterAll(async () => {
  await sidebar?.close();
  await account?.close();
});

async function makeTables(settings: Readonly<Record<string, string>>): Promise<void> {
  const restore = withEnvironment(settings);
  try {
    const snowflake = await connect({ signal: new AbortController().signal });
    for (const statement of [
      'create table HOUSES (ID number not null, PRICE float)',
      'create table PEOPLE (NAME varchar)',
      `create table "${HOSTILE}" (A number)`,
      'create view CHEAP as select * from HOUSES where PRICE < 1000',
    ]) {
      await (await snowflake.execute(statement)).close();
    }
    await snowflake.close();
  } finally {
    restore();
  }
}

function row(name: string): Locator {
  return sidebar.panel.getByRole('treeitem').filter({ has: sidebar.page.getByText(name, { exact: true }) });
}

async function openSchema(): Promise<void> {
  await row('HOUSING').waitFor();
  if ((await row('HOUSING').getAttribute('aria-expanded')) !== 'true') await row('HOUSING').click();
  await row('HOUSING_SCHEMA').waitFor();
  if ((await row('HOUSING_SCHEMA').getAttribute('aria-expanded')) !== 'true') await row('HOUSING_SCHEMA').click();
  await row('HOUSES').waitFor();
}

/** Goes to a table by the keyboard, so that nothing opens. */
async function select(name: string): Promise<void> {
  await sidebar.panel.getByRole('tree', { name: 'Tables' }).focus();
  await sidebar.page.keyboard.press('Home');
  await sidebar.page.keyboard.type(name.toLowerCase());
  while ((await row(name).getAttribute('aria-selected')) !== 'true') await sidebar.page.keyboard.press('ArrowDown');
}

async function boxOf(thing: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await thing.boundingBox();
  if (box === null) throw new Error('It is not in view.');
  return box;
}

function firstCell(): Promise<string | null> {
  return sidebar.page.locator('.jp-CodeCell .cm-content').first().textContent();
}

describe('the tables of the account', () => {
  test('are in a tree that says levels, places and what is open', async () => {
    await openSchema();

    expect(await row('HOUSES').getAttribute('aria-level')).toBe('3');
    expect(await row('HOUSES').getAttribute('aria-setsize')).toBe('4');
    expect(await row('HOUSING').getAttribute('aria-expanded')).toBe('true');
    expect(await row('CHEAP').textContent()).toContain('view');
  });

  test('with markup for a name are text', async () => {
    await openSchema();

    expect(await row(HOSTILE).isVisible()).toBe(true);
    expect(await sidebar.panel.locator('img').count()).toBe(0);
  });

  test('are found and opened by the keyboard alone', async () => {
    await openSchema();
    const tree = sidebar.panel.getByRole('tree', { name: 'Tables' });

    await tree.focus();
    await sidebar.page.keyboard.press('Home');
    await sidebar.page.keyboard.type('hous');
    await sidebar.page.keyboard.press('End');
    await sidebar.page.keyboard.press('Home');
    await sidebar.page.keyboard.type('peo');
    await sidebar.page.keyboard.press('ArrowRight');

    await row('NAME').waitFor();
    expect(await row('PEOPLE').getAttribute('aria-selected')).toBe('true');
    await sidebar.page.keyboard.press('ArrowLeft');
    await row('NAME').waitFor({ state: 'detached' });
  });

  test('are filtered while one types', async () => {
    await openSchema();
    const filter = sidebar.panel.getByRole('searchbox', { name: 'Filter tables' });

    await filter.pressSequentially('peo');
    await row('HOUSES').waitFor({ state: 'detached' });
    expect(await row('PEOPLE').isVisible()).toBe(true);
    await filter.fill('');
    await row('HOUSES').waitFor();
  });

  test('give a query into the notebook with Enter', async () => {
    await openSchema();
    await select('HOUSES');
    await sidebar.page.keyboard.press('Enter');

    await sidebar.page.locator('.jp-CodeCell .cm-content', { hasText: 'HOUSES' }).first().waitFor();
    expect(await firstCell()).toContain('snowflake.sql');
  });

  test('have a context menu by the mouse', async () => {
    await openSchema();
    await row('HOUSES').click({ button: 'right' });

    await sidebar.page.getByRole('menuitem', { name: 'Show CREATE statement of table' }).click();

    const statement = sidebar.page.getByRole('textbox', { name: 'CREATE statement of HOUSING.HOUSING_SCHEMA.HOUSES' });
    await statement.waitFor();
    expect((await statement.inputValue()).toUpperCase()).toContain('CREATE OR REPLACE TABLE');
    // The dialog takes the focus a moment after it is drawn; a key that comes earlier goes to the tree.
    await statement.press('Escape');
    await statement.waitFor({ state: 'detached' });
  });

  test('have the same menu by the context-menu key', async () => {
    await openSchema();
    await select('HOUSES');

    await sidebar.page.keyboard.press('ContextMenu');

    await sidebar.page.getByRole('menuitem', { name: 'Copy name of table' }).waitFor();
    await sidebar.page.keyboard.press('Escape');
  });

  test('are previewed with Shift+Enter', async () => {
    await openSchema();
    await select('HOUSES');

    await sidebar.page.keyboard.press('Shift+Enter');

    await sidebar.page.getByRole('tab', { name: 'HOUSES' }).waitFor();
  });

  test('become a cell of the notebook when they are dragged into it', async () => {
    await openSchema();
    await sidebar.page.getByRole('tab', { name: /ipynb/ }).click();
    const cells = await sidebar.page.locator('.jp-CodeCell').count();
    const from = await boxOf(row('PEOPLE'));
    const to = await boxOf(sidebar.page.locator('.jp-CodeCell').last());

    await sidebar.page.mouse.move(from.x + 60, from.y + 10);
    await sidebar.page.mouse.down();
    await sidebar.page.mouse.move(from.x + 90, from.y + 20, { steps: 3 });
    await sidebar.page.locator('.tj-drag-image').waitFor();
    await sidebar.page.mouse.move(to.x + 80, to.y + 20, { steps: 8 });
    await sidebar.page.mouse.up();

    await sidebar.page.locator('.jp-CodeCell .cm-content', { hasText: 'PEOPLE' }).waitFor();
    expect(await sidebar.page.locator('.jp-CodeCell').count()).toBe(cells + 1);
  });

  test('are as before after a reload of the page', async () => {
    await openSchema();
    const saved = sidebar.page.waitForRequest(
      (request) => request.url().includes('/lab/api/workspaces') && /\bNAME\b/.test(request.postData() ?? ''),
    );
    await select('PEOPLE');
    await sidebar.page.keyboard.press('ArrowRight');
    await row('NAME').waitFor();
    await saved;

    await sidebar.page.reload();

    await row('NAME').waitFor({ timeout: 60_000 });
    expect(await row('HOUSES').isVisible()).toBe(true);
  });
});
