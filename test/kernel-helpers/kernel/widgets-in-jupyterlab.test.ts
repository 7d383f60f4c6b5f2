import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { findBrowser } from '../../e2e/support/lab-page';
import { axeViolations } from '../../jupyterlab-ext/support/axe-violations';
import { builtExtension, EXTENSION } from '../../jupyterlab-ext/support/built-extension';
import { REPOSITORY } from './support/kernel-client';
import { LabForTest } from './support/lab';

const BROWSER = findBrowser();
/** Tests do not install a browser. When they find none, the last line of the run counts the skipped tests. */
const testInBrowser = BROWSER === undefined ? test.skip : test;
const PICTURE = join(REPOSITORY, 'out/widgets-in-jupyterlab.png');
const VIEW = 'application/vnd.jupyter.widget-view+json';

const [SLIDER, FOLLOW, SET, PROGRESS, COUNTER, CLOSE, TABLE, KEPT, PID] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const CELLS = [
  `import { progress, show, slider } from 'kernel-helpers';
const rooms = slider({ min: 1, max: 10, value: 3, label: 'Rooms' });
rooms.onChange((value) => console.log('moved to', value));
show(rooms);`,
  "for await (const value of rooms) if (value === 10) break;\n'found ten'",
  'rooms.value = 2;\nrooms.value',
  "for await (const house of progress(Array(30).fill('house'), { title: 'Houses' })) await new Promise((done) => setTimeout(done, 100));",
  `import { widget } from 'kernel-helpers';
const counter = widget({ state: { count: 0 }, css: '.counted { color: var(--jp-brand-color1); }', esm: \`
  export default { render({ model, el }) {
    const button = document.createElement('button');
    button.className = 'counted';
    const show = () => { button.textContent = model.get('count') + ' times'; };
    button.onclick = () => { model.set('count', model.get('count') + 1); model.save_changes(); };
    model.on('change:count', show);
    show();
    el.append(button);
  } };\` });
counter.onChange('count', (count) => { if (count === 2) counter.set('count', 20); });
counter`,
  'rooms.close();',
  `import { explore, Table } from 'kernel-helpers';
const CITIES = ['Fresno', 'Eureka', null];
const view = explore(Table.fromRows(Array.from({ length: 240_000 }, (_, row) => ({ ROW: row, CITY: CITIES[row % 3], SHARE: (row * 7) % 100, NOTE: '<b>, "q"\\n' + 'x'.repeat(90) }))));
view`,
  'console.log(view.rowCount, view.table.toRows()[0].ROW, view.sql());',
  "console.log('kernel', process.pid);",
];

let lab: LabForTest;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  if (BROWSER === undefined) return;
  lab = await LabForTest.start(
    CELLS.map((source) => ({ source })),
    { extensions: { [EXTENSION]: builtExtension().folder } },
  );
  browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  page = await browser.newPage({ viewport: { width: 1_100, height: 1_000 } });
  page.setDefaultTimeout(60_000);
  await page.goto(lab.url);
  await waitUntilIdle();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

function cell(index: number): Locator {
  return page.locator('.jp-CodeCell').nth(index);
}

async function start(index: number): Promise<void> {
  await cell(index).locator('.cm-content').click();
  await page.keyboard.press('Control+Enter');
}

async function waitUntilIdle(): Promise<void> {
  await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Idle' }).waitFor();
}

function output(index: number, text: string): Promise<void> {
  return cell(index).locator('.jp-OutputArea-output', { hasText: text }).last().waitFor();
}

async function save(): Promise<void> {
  await page.keyboard.press('Control+s');
  await page.locator('.jp-mod-dirty').first().waitFor({ state: 'detached' });
}

function savedOutputs(index: number): unknown {
  return JSON.parse(readFileSync(lab.notebook, 'utf8')).cells[index].outputs;
}

function table(): Locator {
  return cell(TABLE).locator('.kht');
}

function gridCell(row: number, column: number): Locator {
  return table()
    .getByRole('row')
    .nth(row + 1)
    .getByRole('gridcell')
    .nth(column);
}

async function status(text: string): Promise<void> {
  await table().locator('.kht-status').getByText(text, { exact: true }).waitFor();
}

function slider(): Locator {
  return page.getByRole('slider', { name: 'Rooms' });
}

describe('in JupyterLab with the front end that set-up installs', () => {
  testInBrowser('a slider is moved by the keyboard, and the kernel hears it', async () => {
    await start(SLIDER);
    await slider().focus();

    await page.keyboard.press('ArrowRight');
    await output(SLIDER, 'moved to 4');
    await page.keyboard.press('Home');
    await output(SLIDER, 'moved to 1');

    expect(await slider().inputValue()).toBe('1');
    expect(await cell(SLIDER).locator('output').textContent()).toBe('1');
  });

  testInBrowser('a saved slider has the value that it was moved to, and stays drawn meanwhile', async () => {
    await slider().focus();
    await page.keyboard.press('ArrowRight');
    await output(SLIDER, 'moved to 2');
    const held = 'JSON.stringify(jupyterapp.shell.currentWidget.content.model.toJSON())';
    await page.waitForFunction(`${held}.includes('Rooms: 2 (1 to 10)')`);
    await page.evaluate('jupyterapp.shell.currentWidget.context.save()');

    expect(JSON.stringify(savedOutputs(SLIDER))).toContain('Rooms: 2 (1 to 10)');
    expect(JSON.stringify(savedOutputs(SLIDER))).toContain(VIEW);
    expect(await slider().count()).toBe(1);
    expect(await page.evaluate('document.activeElement.type')).toBe('range');
  });

  testInBrowser('a slider is dragged while a cell waits for it', async () => {
    await start(FOLLOW);
    await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Busy' }).waitFor();
    const { x, y, width, height } = (await slider().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

    await page.mouse.move(x + 8, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
    await page.mouse.move(x + width - 2, y + height / 2, { steps: 5 });
    await page.mouse.up();

    await output(FOLLOW, 'found ten');
    await output(SLIDER, 'moved to 10');
  });

  testInBrowser('a value that the kernel sets is shown by the page', async () => {
    await start(SET);

    await output(SET, '2');
    await page.waitForFunction("document.querySelector('input[type=range]').value === '2'");
    await output(SLIDER, 'moved to 2');
  });

  testInBrowser('a progress moves inside the page, and ends as HTML', async () => {
    await start(PROGRESS);
    const bar = page.getByRole('progressbar', { name: 'Houses' });
    await bar.waitFor();
    const first = Number(await bar.getAttribute('aria-valuenow'));
    await cell(PROGRESS)
      .getByText(/^Houses: 2\d of 30$/)
      .waitFor();
    mkdirSync(dirname(PICTURE), { recursive: true });
    await page.screenshot({ path: PICTURE });

    await waitUntilIdle();
    await output(PROGRESS, 'Houses: 30 of 30');
    expect(first).toBeLessThan(20);
    expect(await bar.count()).toBe(0);
  });

  testInBrowser("a widget of one's own talks both ways", async () => {
    await start(COUNTER);
    const button = cell(COUNTER).getByRole('button', { name: 'times' });

    await button.click();
    await button.click();

    await cell(COUNTER).getByRole('button', { name: '20 times' }).waitFor();
  });

  testInBrowser('a slider that is closed leaves its value as text, and so does the saved notebook', async () => {
    await start(CLOSE);
    await output(SLIDER, 'Rooms: 2 (1 to 10)');
    await save();

    const saved = JSON.stringify([savedOutputs(SLIDER), savedOutputs(PROGRESS)]);
    expect(saved).toContain('Rooms: 2 (1 to 10)');
    expect(saved).toContain('Houses: 30 of 30');
    expect(saved).not.toContain(VIEW);
  });

  testInBrowser('a page that is loaded again shows the widgets with their current values', async () => {
    await save();
    await page.reload();
    await waitUntilIdle();

    await cell(COUNTER).getByRole('button', { name: '20 times' }).click();
    await cell(COUNTER).getByRole('button', { name: '21 times' }).waitFor();
  });

  testInBrowser('a long table is sorted, searched and filtered, and code gets the rows that are kept', async () => {
    await start(TABLE);
    await gridCell(0, 0).waitFor();

    await table().getByText('ROW', { exact: true }).click();
    await table().getByText('ROW', { exact: true }).click();
    await gridCell(0, 0).getByText('239999').waitFor();
    await table().getByRole('searchbox').fill('FRES');
    await status('80,000 of 240,000 rows');
    const bars = await table().locator('.kht-bars').nth(2).boundingBox();
    if (bars === null) throw new Error('There is no histogram.');
    // From the very left, so that the smallest value is in it however wide the column is.
    await page.mouse.move(bars.x, bars.y + 5);
    await page.mouse.down();
    await page.mouse.move(bars.x + bars.width / 2, bars.y + 5, { steps: 3 });
    await page.mouse.up();
    await table()
      .locator('.kht-status', { hasText: /^[34]\d,\d{3} of 240,000 rows$/ })
      .waitFor();

    await start(KEPT);
    await output(KEPT, 'WHERE "SHARE" BETWEEN 0 AND ');
    await output(KEPT, `CONTAINS(LOWER(TO_VARCHAR("CITY")), 'fres')`);
    await output(KEPT, 'ORDER BY "ROW" DESC NULLS LAST');
  });

  testInBrowser('values are chosen in the panel of a column, and all rows come back', async () => {
    await table().getByRole('button', { name: 'Show all' }).click();
    await status('240,000 rows');

    await table().getByRole('button', { name: 'Filter CITY' }).click();
    await page.getByRole('dialog', { name: 'Filter CITY' }).getByText('null', { exact: true }).click();
    await status('80,000 of 240,000 rows');
    await page.keyboard.press('Escape');
    await table().getByRole('button', { name: 'Show all' }).click();
    await status('240,000 rows');

    expect(await page.getByRole('dialog', { name: 'Filter CITY' }).count()).toBe(0);
  });

  testInBrowser('the keys reach every row and the whole of a long text, which is no markup', async () => {
    await table().getByRole('grid').focus();
    const last = table().getByRole('gridcell', { name: '239999', exact: true });

    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await last.waitFor();
    await page.keyboard.press('Enter');
    await last.waitFor({ state: 'detached' });
    const head = await table().getByRole('grid').getAttribute('aria-activedescendant');
    expect(await page.locator(`#${head}`).getAttribute('role')).toBe('columnheader');
    await page.keyboard.press('Control+End');
    await last.waitFor();
    await page.keyboard.press('Enter');

    await table()
      .getByRole('region', { name: 'Whole value' })
      .getByText(/^<b>, "q"\s+x{90}$/)
      .waitFor();
    const active = await table().getByRole('grid').getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).getAttribute('aria-colindex')).toBe('4');
    expect(await table().getByRole('grid').getAttribute('aria-rowcount')).toBe('240001');
    expect(await axeViolations(table())).toEqual([]);
  });

  testInBrowser(
    'one cell is copied as it is, several as CSV, in the older way where the browser refuses, or it is said',
    async () => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const line = `,93,"<b>, ""q""\n${'x'.repeat(90)}"\n`;
      await table().getByRole('grid').focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Control+c');
      await status('1 cell copied');
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`<b>, "q"\n${'x'.repeat(90)}`);
      await page.keyboard.press('Shift+ArrowLeft');
      await page.keyboard.press('Shift+ArrowLeft');

      await page.keyboard.press('Control+c');
      await status('1 row copied');
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`CITY,SHARE,NOTE\n${line}`);

      await page.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no permission'))");
      await page.keyboard.press('Shift+ArrowUp');
      await page.keyboard.press('Control+c');
      await status('2 rows copied');
      const text = String(await page.evaluate('navigator.clipboard.readText()'));
      expect(text.startsWith('CITY,SHARE,NOTE\nEureka,86,')).toBe(true);
      expect(text.endsWith(line)).toBe(true);
      expect(await page.evaluate('document.activeElement.role')).toBe('grid');

      await page.evaluate('document.execCommand = () => false');
      await page.keyboard.press('Control+c');
      await status(
        'Not copied: the browser does not let this page write to the clipboard. Allow it in its settings for this site.',
      );
      await page.evaluate('delete document.execCommand, delete navigator.clipboard.writeText');
    },
  );

  testInBrowser('a table whose kernel is killed becomes the saved one, and says why', async () => {
    await start(PID);
    await output(PID, 'kernel ');
    const pid = Number(/\d+/.exec((await cell(PID).locator('.jp-OutputArea-output').textContent()) ?? '')?.[0]);

    process.kill(pid, 'SIGKILL');

    await output(TABLE, 'The kernel has ended, so this shows what is saved. Run the cell again to use it.');
    await output(TABLE, '240,000 rows × 4 columns, the first 10 shown');
    expect(await table().count()).toBe(0);
    await page.getByRole('dialog').getByRole('button', { name: 'Ok' }).click();
    await waitUntilIdle();
    await start(TABLE);
    await start(COUNTER);
    await gridCell(0, 0).waitFor();
    await cell(COUNTER).getByRole('button', { name: '0 times' }).waitFor();
  });

  testInBrowser(
    'outputs show what is saved when the kernel is restarted, and when the notebook is opened again',
    async () => {
      await page.evaluate('jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()');
      await output(TABLE, '240,000 rows × 4 columns, the first 10 shown');
      await output(COUNTER, 'Widget { count: 0 }');
      await waitUntilIdle();
      await save();

      await page.reload();
      await waitUntilIdle();

      await output(TABLE, '240,000 rows × 4 columns, the first 10 shown');
      await output(COUNTER, 'Widget { count: 0 }');
      expect(await page.getByText('Error displaying widget').count()).toBe(0);
    },
  );
});
