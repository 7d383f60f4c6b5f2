import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../e2e/support/lab-page';
import { until } from '../../support/until';
import { REPOSITORY } from './support/kernel-client';
import { type CellForTest, LabForTest } from './support/lab';

const BROWSER = findBrowser();
/** Tests do not install a browser. When they find none, the last line of the run counts the skipped tests. */
const testInBrowser = BROWSER === undefined ? test.skip : test;
const PICTURE = join(REPOSITORY, 'out/kernel-in-jupyterlab.png');
const PICTURE_OF_DEBUGGER = join(REPOSITORY, 'out/debugger-in-jupyterlab.png');

/** How long a person waits before the second click. */
const SECOND_CLICK_MS = 5_000;

const BURST = { source: 'for (let i = 0; i < 20_000; i++) console.log(i);', metadata: { scrolled: true } };
const CHART = {
  source: `({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json', width: 240, height: 60, mark: 'bar',
  data: { values: [{ city: 'Oslo', rooms: 3 }, { city: 'Rome', rooms: 5 }] },
  encoding: { y: { field: 'city' }, x: { field: 'rooms', type: 'quantitative' } } })`,
};
const FAILURE = {
  source: "throw new Error('The query failed.', { cause: new TypeError('The socket was closed.') });",
  // JupyterLab goes on after this error.
  metadata: { tags: ['raises-exception'] },
};
const LOOP = { source: 'await new Promise((done) => setTimeout(done, 50));\nwhile (true) {}' };
const DEBUGGED = {
  source: `type House = { price: number };
const houses: House[] = [{ price: 3 }, { price: 4 }];
let total = 0;
for (const house of houses) {
  total += house.price;
}
total`,
};
const AFTERWARDS = { source: "const afterwards = 'still here'; afterwards" };

/** JupyterLab with a notebook of these cells, and the kernel ready. Its page must find in each answer what it reads there. */
async function openLab(cells: readonly CellForTest[], work: (page: Page) => Promise<void>): Promise<void> {
  const lab = await LabForTest.start(cells);
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({
      executablePath: BROWSER ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    const page = await browser.newPage({ viewport: { width: 1300, height: 1090 } });
    page.setDefaultTimeout(60_000);
    const unreadable: string[] = [];
    page.on('pageerror', ({ name, message }) => {
      if (name === 'TypeError') unreadable.push(message);
    });
    await page.goto(lab.url);
    await waitForKernel(page, 'Idle');
    await work(page);
    expect(unreadable).toEqual([]);
  } finally {
    await browser?.close();
    await lab.close();
  }
}

async function waitForKernel(page: Page, state: 'Busy' | 'Idle'): Promise<void> {
  await page.locator('#jp-main-statusbar', { hasText: `TypeScript | ${state}` }).waitFor();
}

async function chooseInMenu(page: Page, menu: string, item: RegExp): Promise<void> {
  await page.getByRole('menuitem', { name: menu, exact: true }).click();
  await page.locator('.lm-Menu-itemLabel', { hasText: item }).click();
}

async function runCell(page: Page, index: number): Promise<void> {
  await cell(page, index).locator('.cm-content').click();
  await page.keyboard.press('Control+Enter');
}

/** JupyterLab forgets a click that comes while it still asks the kernel what it can do; a person clicks again. */
async function switchDebuggerOn(page: Page): Promise<void> {
  const button = page.locator('.jp-DebuggerBugButton').first();
  const breakpoints = cell(page, 0).locator('.cm-breakpoint-gutter').first();
  await until(async () => {
    if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
    const isOn = breakpoints.waitFor({ timeout: SECOND_CLICK_MS }).then(() => true);
    return await isOn.catch(() => false);
  });
}

async function pressInterrupt(page: Page): Promise<void> {
  await page.locator('[data-command="notebook:interrupt-kernel"], [data-jp-item-name="interrupt"]').first().click();
}

function cell(page: Page, index: number) {
  return page.locator('.jp-CodeCell').nth(index);
}

function output(page: Page, index: number, text?: string) {
  return cell(page, index).locator('.jp-OutputArea-output', text === undefined ? {} : { hasText: text });
}

/** The line at which JupyterLab shows a stop. */
function stoppedLine(page: Page, text: string) {
  return page.locator('.jp-DebuggerEditor-highlight', { hasText: text });
}

function variables(page: Page, text: RegExp) {
  return page.locator('.jp-DebuggerVariables', { hasText: text });
}

describe('in JupyterLab', () => {
  testInBrowser(
    'Run All shows a burst, a chart, a chain of causes and an interrupted busy loop, and the next cell runs',
    () =>
      openLab([BURST, CHART, FAILURE, LOOP, AFTERWARDS], async (page) => {
        await chooseInMenu(page, 'Run', /^Run All Cells$/);
        await output(page, 2, 'The query failed.').waitFor();
        await waitForKernel(page, 'Busy');
        await pressInterrupt(page);
        await output(page, 3, 'The cell was interrupted.').waitFor();
        await waitForKernel(page, 'Idle');
        await runCell(page, 4);
        await output(page, 4, 'still here').waitFor();

        const lines = await output(page, 0).allTextContents();
        expect(lines.join('').trim().split('\n')).toHaveLength(20_000);
        await cell(page, 1).locator('.vega-embed :is(canvas, svg)').first().waitFor();
        expect(await output(page, 2).textContent()).toMatch(
          /Error: The query failed\.[\s\S]*Caused by: TypeError: The socket was closed\./,
        );
        expect(await cell(page, 4).locator('.jp-InputArea-prompt').textContent()).toBe('[5]:');
        mkdirSync(join(PICTURE, '..'), { recursive: true });
        await page.screenshot({ path: PICTURE });
      }),
    120_000,
  );

  testInBrowser(
    'a cell can be interrupted before its busy loop, in it, and again and again',
    () =>
      openLab([LOOP, AFTERWARDS], async (page) => {
        for (let turn = 0; turn < 6; turn += 1) {
          await runCell(page, 0);
          await waitForKernel(page, 'Busy');
          // In every second round, the loop has begun by then.
          if (turn % 2 === 1) await page.waitForTimeout(100);
          await pressInterrupt(page);
          await output(page, 0, 'The cell was interrupted.').waitFor();
          await waitForKernel(page, 'Idle');
          await runCell(page, 1);
          await page.locator('.jp-InputArea-prompt', { hasText: `[${2 * turn + 2}]:` }).waitFor();
        }
      }),
    120_000,
  );

  testInBrowser(
    'the debugger stops a cell at a breakpoint, shows its variables, goes on and is interrupted',
    () =>
      openLab([DEBUGGED], async (page) => {
        await switchDebuggerOn(page);
        // The first element gives the gutter its width.
        await cell(page, 0).locator('.cm-breakpoint-gutter .cm-gutterElement').nth(5).click();
        await cell(page, 0).locator('.cm-breakpoint-icon').nth(1).waitFor();
        await runCell(page, 0);
        await stoppedLine(page, 'total += house.price;').waitFor();
        await variables(page, /total0/).waitFor();
        await page.keyboard.press('F9');
        await variables(page, /total3/).waitFor();
        mkdirSync(join(PICTURE_OF_DEBUGGER, '..'), { recursive: true });
        await page.screenshot({ path: PICTURE_OF_DEBUGGER, clip: { x: 0, y: 0, width: 1300, height: 480 } });
        await page.keyboard.press('F9');
        await output(page, 0, '7').waitFor();
        await variables(page, /total7/).waitFor();

        await runCell(page, 0);
        await stoppedLine(page, 'total += house.price;').waitFor();
        // JupyterLab cannot read that the pause has ended while it asks for the variables.
        await variables(page, /total0/).waitFor();
        // JupyterLab covers its toolbar while a cell is paused.
        await chooseInMenu(page, 'Kernel', /^Interrupt Kernel$/);
        await output(page, 0, 'The cell was interrupted.').waitFor();

        expect(await page.locator('.jp-DebuggerEditor-highlight').count()).toBe(0);
      }),
    120_000,
  );
});
