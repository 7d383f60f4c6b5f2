import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import type { Locator } from 'playwright-core';
import { startLocalAccount, type TestAccount } from '../support/local-account';
import { withEnvironment } from '../support/with-environment';
import { axeViolations } from './support/axe-violations';
import { SidebarUnderTest } from './support/sidebar-under-test';

const STRANGE = '<img src=x onerror=alert(1)>';

let account: TestAccount;
let sidebar: SidebarUnderTest;

beforeAll(async () => {
  account = await startLocalAccount();
  const restore = withEnvironment(account.settings);
  const snowflake = await connect();
  const statements = [
    'create database SHOP',
    'create schema SHOP.S',
    `create table SHOP.S.ORDERS (ID int, NOTE varchar, PRICE float)`,
    `insert into SHOP.S.ORDERS select seq4(), case when seq4() = 3 then 'null' when seq4() = 4 then null else 'n' || seq4() end,
       seq4() / 2 from table(generator(rowcount => 400))`,
    `create table SHOP.S."${STRANGE}" ("${STRANGE}" varchar)`,
    `insert into SHOP.S."${STRANGE}" values ('${STRANGE}')`,
    `create view SHOP.S.ENDLESS as select count(*) as N
       from table(generator(rowcount => 1000000)) a cross join table(generator(rowcount => 1000000)) b`,
  ];
  for (const statement of statements) await (await snowflake.execute(statement)).close();
  await snowflake.close();
  restore();
  sidebar = await SidebarUnderTest.open({ environment: account.settings });
}, 180_000);

afterAll(async () => {
  await sidebar?.close();
  await account?.close();
});

async function execute(command: string, args: object): Promise<Locator> {
  await sidebar.execute(command, args);
  return sidebar.page.locator('.jp-MainAreaWidget:not(.lm-mod-hidden) .tj-view');
}

const preview = (name: string) => execute('tables-and-jobs:preview', { path: ['SHOP', 'S', name] });

async function expectNoViolationsInBothThemes(view: Locator): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await sidebar.useTheme(theme);
    expect({ theme, violations: await axeViolations(view) }).toEqual({ theme, violations: [] });
  }
}

/** The texts of the cells that are in the page, row by row. */
async function rowsOf(view: Locator): Promise<readonly (readonly string[])[]> {
  const rows = await view.locator('tbody tr[aria-rowindex]').all();
  return await Promise.all(rows.map((row) => row.locator('td').allTextContents()));
}

describe('a preview', () => {
  test('shows the first rows at once on the local account, and a missing value apart from a text', async () => {
    const view = await preview('ORDERS');
    await view.getByRole('region', { name: 'Rows of SHOP.S.ORDERS' }).waitFor();

    const rows = await rowsOf(view);
    expect(rows[3]).toEqual(['3', 'null', '1.5']);
    expect(rows[4]).toEqual(['4', 'null (no value)', '2']);
    expect(await view.getByRole('table').getAttribute('aria-rowcount')).toBe('401');
    expect(rows.length).toBeLessThan(100);
    expect(await axeViolations(view)).toEqual([]);
  });

  test('is sorted by Snowflake with the button in a column header, by keyboard', async () => {
    const view = await preview('ORDERS');
    const header = view.getByRole('columnheader', { name: /PRICE/ });
    await header.getByRole('button').focus();
    await sidebar.page.keyboard.press('Enter');
    await view.locator('th[aria-sort=ascending]').waitFor();
    await sidebar.page.keyboard.press('Enter');
    await view.getByRole('cell', { name: '399', exact: true }).waitFor();

    expect(await header.getAttribute('aria-sort')).toBe('descending');
    expect((await rowsOf(view))[0]).toEqual(['399', 'n399', '199.5']);
  });

  test('shows its last rows after scrolling by keyboard', async () => {
    const view = await preview('ORDERS');
    await view.getByRole('region', { name: 'Rows of SHOP.S.ORDERS' }).focus();
    await sidebar.page.keyboard.press('End');

    await view.getByRole('cell', { name: 'n0', exact: true }).waitFor();
  });

  test('shows names and values as text, whatever they are', async () => {
    const view = await preview(STRANGE);

    await view.getByRole('cell', { name: STRANGE }).waitFor();
    expect(await view.locator('img').count()).toBe(0);
    expect(await view.getByRole('heading').textContent()).toBe(`SHOP.S.${STRANGE}`);
  });

  test('that takes long is cancelled with a button', async () => {
    const view = await preview('ENDLESS');
    await view.getByText('Running on warehouse HOUSING_WH…').waitFor();
    await view.getByRole('button', { name: 'Cancel' }).click();

    await view.getByText('Runs on the local account, where nothing costs anything.').waitFor();
    expect(await view.getByRole('button', { name: 'Preview' }).isEnabled()).toBe(true);
  });

  test('of a table that is gone says so and offers to try again', async () => {
    const view = await preview('GONE');

    expect(await view.getByRole('alert').textContent()).toContain('GONE');
    expect(await view.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
  });
});

test('a profile shows figures, a histogram with words for it, and the most frequent values', async () => {
  const view = await execute('tables-and-jobs:profile', { path: ['SHOP', 'S', 'ORDERS'], column: 'PRICE' });
  await view
    .getByRole('img', { name: /^Histogram with 20 bars from 0 to 199.5\. The highest bar has 20 rows/ })
    .waitFor();

  const facts = await view.locator('dl').textContent();
  expect(facts).toContain('Rows400');
  expect(facts).toContain('Mean99.75');
  expect(facts).toContain('Quartiles49.875 · 99.75 · 149.625');
  await view.getByRole('heading', { name: 'Most frequent values' }).waitFor();
  await expectNoViolationsInBothThemes(view);
});

test('the doctor shows each check, and copies a report without names', async () => {
  await sidebar.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await sidebar.panel.getByRole('button', { name: 'Doctor' }).click();
  const view = sidebar.page.locator('.jp-MainAreaWidget:not(.lm-mod-hidden) .tj-view');
  await view.getByRole('listitem').filter({ hasText: 'Login' }).waitFor();
  await view.getByRole('button', { name: 'Copy report' }).click();
  await view.getByText('Copied.').waitFor();

  const copied = String(await sidebar.page.evaluate('navigator.clipboard.readText()'));
  expect(copied).toContain('AWS: LOCAL. Snowflake: LOCAL.');
  expect(copied).not.toContain('HOUSING_WH');
  expect(await view.getByRole('button', { name: 'Run again' }).isVisible()).toBe(true);
  await expectNoViolationsInBothThemes(view);
});
