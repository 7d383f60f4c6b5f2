import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../e2e/support/lab-page';
import { REPOSITORY } from './support/kernel-client';
import { LabForTest } from './support/lab';

const BROWSER = findBrowser();
/** Tests install no browser by themselves; where none is found, the closing line counts what was skipped. */
const testInBrowser = BROWSER === undefined ? test.skip : test;
const PICTURE = join(REPOSITORY, 'out/kernel-in-jupyterlab.png');

const CELLS = [
  'for (let i = 0; i < 20_000; i++) console.log(i);',
  "({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json', width: 240, height: 90, mark: 'bar',\n  data: { values: [{ city: 'Oslo', rooms: 3 }, { city: 'Rome', rooms: 5 }] },\n  encoding: { y: { field: 'city' }, x: { field: 'rooms', type: 'quantitative' } } })",
  "throw new Error('The query failed.', { cause: new TypeError('The socket was closed.') });",
  'await new Promise((done) => setTimeout(done, 50));\nwhile (true) {}',
];

async function runCell(page: Page, index: number): Promise<void> {
  await page.locator('.jp-CodeCell').nth(index).locator('.cm-content').click();
  await page.keyboard.press('Control+Enter');
}

function cell(page: Page, index: number) {
  return page.locator('.jp-CodeCell').nth(index);
}

describe('in JupyterLab', () => {
  testInBrowser(
    'a burst, a chart, an interrupted busy loop and a chain of causes are shown',
    async () => {
      const lab = await LabForTest.start(CELLS);
      const browser = await chromium.launch({
        executablePath: BROWSER ?? '',
        args: ['--no-sandbox', '--disable-dev-shm-usage'],
      });
      try {
        const page = await browser.newPage({ viewport: { width: 1300, height: 1200 } });
        page.setDefaultTimeout(60_000);
        await page.goto(lab.url);
        await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Idle' }).waitFor();

        await runCell(page, 0);
        await cell(page, 0).locator('.jp-OutputArea-output', { hasText: '19999' }).waitFor();
        await runCell(page, 1);
        await cell(page, 1).locator('.vega-embed :is(canvas, svg)').first().waitFor();
        await runCell(page, 2);
        const failure = cell(page, 2).locator('.jp-OutputArea-output');
        await failure.first().waitFor();
        await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Idle' }).waitFor();
        await runCell(page, 3);
        await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Busy' }).waitFor();
        await page
          .locator('[data-command="notebook:interrupt-kernel"], [data-jp-item-name="interrupt"]')
          .first()
          .click();
        await cell(page, 3).locator('.jp-OutputArea-output', { hasText: 'The cell was interrupted.' }).waitFor();

        const lines = await cell(page, 0).locator('.jp-OutputArea-output').allTextContents();
        expect(lines.join('').trim().split('\n')).toHaveLength(20_000);
        expect(await failure.textContent()).toMatch(
          /Error: The query failed\.[\s\S]*Caused by: TypeError: The socket was closed\./,
        );
        mkdirSync(join(PICTURE, '..'), { recursive: true });
        await failure.scrollIntoViewIfNeeded();
        await page.screenshot({ path: PICTURE });
      } finally {
        await browser.close();
        await lab.close();
      }
    },
    120_000,
  );
});
