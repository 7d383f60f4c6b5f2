import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { demoPage } from '../../kernel-helpers/jupyter/demo/demo-page';
import { setTheStage } from '../../kernel-helpers/jupyter/demo/set-the-stage';
import { startJupyterServer } from '../../kernel-helpers/jupyter/lab/jupyter-server';
import { writeLabSettings } from '../../kernel-helpers/jupyter/lab/lab-settings';
import { onLocalAccount, openNewLocalAccount } from '../../kernel-helpers/jupyter/local-account';
import { findBrowser } from '../e2e/support/lab-page';
import { ROOT } from '../support/clone';
import { withPalette } from './palette-picture';
import { TOUR_FOLDER, TOUR_PICTURES, type TourPicture } from './tour-pictures';

const NOTEBOOKS = ['snowflake-load-dataset.ipynb', 'sagemaker-snowflake-example.ipynb'];
const PLAYED_WITHIN_MS = 400_000;
const NOTEBOOK = '.jp-NotebookPanel:not(.lm-mod-hidden)';
/** Pages are shown in pixels of this size, so that letters stay sharp where the picture is shown smaller. */
const SCALE = 1.5;
/** The window with the sidebar. */
const WINDOW = { width: 1_200, height: 640 };
/** The window in which cells are pictured, so wide that no line of code is cut off. */
const WIDE_WINDOW = { width: 1_200, height: 1_000 };
/** A taller cell is cut off at its lower end. */
const MOST_HEIGHT = 620;
/** What differs from run to run (the name and times of a job, the times of lists), and the menus of charts. */
const HIDDEN =
  '.jp-OutputArea-output div > b + br + small, .tj-time, .vega-embed details { display: none !important; }';

/** Runs both notebooks in JupyterLab on a new local account, and takes the pictures of the tour. */
export async function takeTour(): Promise<void> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('The tour needs Chromium. Install it, or name one with CHROMIUM.');
  const notebooks = await setTheStage(ROOT, NOTEBOOKS);
  const account = await openNewLocalAccount(ROOT);
  try {
    writeLabSettings(ROOT);
    const server = await startJupyterServer({
      root: ROOT,
      port: 0,
      page: 'lab',
      browser: false,
      environment: onLocalAccount(process.env, account),
      signal: new AbortController().signal,
    });
    let browser: Browser | undefined;
    try {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
      const page = await browser.newPage({ viewport: WIDE_WINDOW, deviceScaleFactor: SCALE });
      page.setDefaultTimeout(60_000);
      await page.goto(`${server.url}${demoPage({ notebooks, pace: 0, zoom: 1 })}&token=${server.token}`);
      await playToEnd(page);
      await page.addStyleTag({ content: HIDDEN });
      for (const picture of TOUR_PICTURES) await take(page, picture);
    } finally {
      await browser?.close();
      await server.close();
    }
  } finally {
    await account.close();
  }
}

async function playToEnd(page: Page): Promise<void> {
  const bar = page.getByRole('region', { name: 'Play of the notebook' });
  const state = bar.getByRole('status');
  try {
    await state.filter({ hasText: /over|stopped|failed/ }).waitFor({ timeout: PLAYED_WITHIN_MS });
    if ((await state.textContent()) !== 'The play is over.') throw new Error(`The play ended early.`);
  } catch (cause) {
    await page.screenshot({ path: join(ROOT, 'out', 'tour-failed.png') });
    const shown = await bar.allTextContents();
    throw new Error(
      `The notebooks did not run to their end. The page shows ${JSON.stringify(shown)}; see out/tour-failed.png.`,
      { cause },
    );
  }
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });
}

async function take(page: Page, picture: TourPicture): Promise<void> {
  await page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab', { hasText: picture.notebook }).click();
  const screenshot = picture.cell === undefined ? await pictureOfWindow(page) : await pictureOfCell(page, picture);
  const packed = withPalette(screenshot);
  mkdirSync(join(ROOT, TOUR_FOLDER), { recursive: true });
  writeFileSync(join(ROOT, TOUR_FOLDER, picture.file), packed);
  console.log(`${TOUR_FOLDER}/${picture.file}: ${(packed.length / 1_000).toFixed(0)} kB`);
}

/** The sidebar with the table and its columns, beside the beginning of the notebook. */
async function pictureOfWindow(page: Page): Promise<Buffer> {
  await page.setViewportSize(WINDOW);
  await showSidebar(page, true);
  // Jobs show times of this run, and the tree of tables needs the room.
  for (const section of ['Connection', 'Jobs', 'Variables']) {
    const title = page.locator('#tables-and-jobs .jp-AccordionPanel-title', { hasText: section });
    if ((await title.getAttribute('aria-expanded')) !== 'false') await title.click();
  }
  const tree = page.getByRole('tree', { name: 'Tables' });
  for (const name of [/^.?HOUSING\b/, /HOUSING_SCHEMA/, /CALIFORNIA_HOUSING/]) {
    await tree.getByRole('treeitem', { name }).last().click();
  }
  await tree.getByRole('treeitem', { name: /MEDINC/ }).waitFor();
  await page.locator(`${NOTEBOOK} .jp-Cell`).first().scrollIntoViewIfNeeded();
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}

async function pictureOfCell(page: Page, { cell: text = '', shows }: TourPicture): Promise<Buffer> {
  await page.setViewportSize(WIDE_WINDOW);
  await showSidebar(page, false);
  const cell = page.locator(`${NOTEBOOK} .jp-CodeCell`, { hasText: text }).first();
  await cell.scrollIntoViewIfNeeded();
  if (shows !== undefined) await cell.locator('.jp-OutputArea-output').locator(shows).first().waitFor();
  return page.screenshot({ clip: await boxOf(cell), animations: 'disabled', caret: 'hide' });
}

async function showSidebar(page: Page, isShown: boolean): Promise<void> {
  const sidebar = page.locator('#tables-and-jobs');
  if ((await sidebar.isVisible()) === isShown) return;
  await page.getByRole('tab', { name: 'Tables and jobs' }).click();
  await sidebar.waitFor({ state: isShown ? 'visible' : 'hidden' });
}

async function boxOf(cell: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await cell.boundingBox();
  if (box === null) throw new Error('The cell of a picture is not drawn.');
  return { ...box, height: Math.min(box.height, MOST_HEIGHT) };
}
