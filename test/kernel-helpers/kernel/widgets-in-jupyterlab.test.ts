import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { findBrowser } from '../../e2e/support/lab-page';
import { REPOSITORY } from './support/kernel-client';
import { LabForTest } from './support/lab';

const BROWSER = findBrowser();
/** Tests do not install a browser. When they find none, the last line of the run counts the skipped tests. */
const testInBrowser = BROWSER === undefined ? test.skip : test;
const PICTURE = join(REPOSITORY, 'out/widgets-in-jupyterlab.png');
const VIEW = 'application/vnd.jupyter.widget-view+json';

const [SLIDER, FOLLOW, SET, PROGRESS, COUNTER, CLOSE] = [0, 1, 2, 3, 4, 5];
const CELLS = [
  `import { progress, show, slider, widget } from 'kernel-helpers';
const rooms = slider({ min: 1, max: 10, value: 3, label: 'Rooms' });
rooms.onChange((value) => console.log('moved to', value));
show(rooms);`,
  "for await (const value of rooms) if (value === 10) break;\n'found ten'",
  'rooms.value = 2;\nrooms.value',
  "for await (const house of progress(Array(30).fill('house'), { title: 'Houses' })) await new Promise((done) => setTimeout(done, 100));",
  `const counter = widget({ state: { count: 0 }, css: '.counted { color: var(--jp-brand-color1); }', esm: \`
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
];

let lab: LabForTest;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  if (BROWSER === undefined) return;
  lab = await LabForTest.start(CELLS.map((source) => ({ source })));
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

    const { cells } = JSON.parse(readFileSync(lab.notebook, 'utf8'));
    const saved = JSON.stringify([cells[SLIDER].outputs, cells[PROGRESS].outputs]);
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
});
