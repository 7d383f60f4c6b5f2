import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Chromium or Chrome is usually installed; CHROMIUM names another one. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** A container has no user namespace for a sandbox. The other switches keep the browser off the internet. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const LOADED_WITHIN_MS = 90_000;
const RAN_WITHIN_MS = 240_000;

/** Tabs of other notebooks stay in the page, hidden. */
const NOTEBOOK = '.jp-NotebookPanel:not(.lm-mod-hidden)';
const CURRENT_TAB = '#jp-main-dock-panel .lm-DockPanel-tabBar .lm-mod-current';
const PROMPTS = `[...document.querySelectorAll('${NOTEBOOK} .jp-CodeCell .jp-InputArea-prompt')]`;

/** The browser of this machine, or undefined: the tests install none themselves. */
export function findBrowser(): string | undefined {
  return [process.env.CHROMIUM ?? '', ...USUAL_PLACES].find((path) => path !== '' && existsSync(path));
}

/** JupyterLab with one notebook open, in a real browser. */
export class LabPage {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  static async open(executable: string, url: string): Promise<LabPage> {
    const browser = await chromium.launch({ executablePath: executable, args: ARGUMENTS });
    try {
      // So tall that a whole notebook is in view: JupyterLab draws all of it, and nothing scrolls.
      const page = await browser.newPage({ viewport: { width: 1_240, height: 7_000 } });
      page.setDefaultTimeout(LOADED_WITHIN_MS);
      await page.goto(url);
      // JupyterLab also opens the notebooks of its last visit, and shows one of them until the asked one has loaded.
      await page.locator(CURRENT_TAB, { hasText: basename(new URL(url).pathname) }).waitFor();
      await page.locator(`${NOTEBOOK} .jp-CodeCell`).first().waitFor();
      // JupyterLab asks the user for a kernel when Run All comes before the notebook's own kernel has started: first the
      // notebook names its kernel, then the status bar, which tells of the current notebook, says that it is idle.
      await page.locator(`${NOTEBOOK} .jp-KernelName`, { hasText: 'TypeScript' }).waitFor();
      await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Idle' }).waitFor();
      return new LabPage(browser, page);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /** Chooses Run → Run All Cells, and waits until no cell waits or runs any more. */
  async runAll(): Promise<void> {
    // Removes the saved numbers, so that a run is noticed even if it ends before the first look.
    await this.choose('Edit', 'Clear Outputs of All Cells');
    await this.waitFor(`${PROMPTS}.every((prompt) => prompt.textContent === '[ ]:')`, LOADED_WITHIN_MS);
    await this.choose('Run', 'Run All Cells');
    await this.waitFor(`${PROMPTS}.some((prompt) => prompt.textContent !== '[ ]:')`, LOADED_WITHIN_MS);
    await this.waitFor(`${PROMPTS}.every((prompt) => !prompt.textContent.includes('*'))`, RAN_WITHIN_MS);
  }

  /** Waits until the notebook that plays by itself is over, and returns what is said then. */
  async waitForPlay(): Promise<string | null> {
    const state = this.page.getByRole('region', { name: 'Play of the notebook' }).getByRole('status');
    await state.filter({ hasText: /over|stopped|failed/ }).waitFor({ timeout: RAN_WITHIN_MS });
    return state.textContent();
  }

  /** The numbers in front of the code cells, as text. */
  async prompts(): Promise<readonly string[]> {
    return this.page.locator(`${NOTEBOOK} .jp-CodeCell .jp-InputArea-prompt`).allTextContents();
  }

  /** The cells' outputs that are errors. */
  async errors(): Promise<readonly string[]> {
    return this.page
      .locator(`${NOTEBOOK} .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]`)
      .allTextContents();
  }

  /** Waits until as many charts are drawn: JupyterLab loads what draws them only when the first one comes. */
  async waitForCharts(count: number): Promise<void> {
    await this.page
      .locator(`${NOTEBOOK} .jp-OutputArea-output :is(.vega-embed canvas, svg)`)
      .nth(count - 1)
      .waitFor();
  }

  /** The questions and news that cover the page. */
  async popUps(): Promise<readonly string[]> {
    return this.page.locator('.jp-Dialog, .Toastify__toast').allTextContents();
  }

  /** A picture of the code cell that holds a text, with its outputs. */
  async savePicture(path: string, textInCell: string): Promise<void> {
    const cell = this.page.locator(`${NOTEBOOK} .jp-CodeCell`, { hasText: textInCell }).first();
    await cell.locator('.jp-OutputArea-output :is(svg, canvas)').first().waitFor();
    const box = await cell.boundingBox();
    await this.page.screenshot({ path, ...(box === null ? {} : { clip: box }) });
  }

  private async choose(menu: string, item: string): Promise<void> {
    await this.page.getByRole('menuitem', { name: menu, exact: true }).click();
    await this.page.locator('.lm-Menu-itemLabel', { hasText: new RegExp(`^${item}$`) }).click();
  }

  /** Waits for a condition of the page. When it does not become true, the error says what the page shows. */
  private async waitFor(condition: string, timeoutMs: number): Promise<void> {
    try {
      await this.page.waitForFunction(condition, undefined, { timeout: timeoutMs });
    } catch (cause) {
      const shown = {
        prompts: await this.prompts(),
        popUps: await this.popUps(),
        statusBar: await this.page.locator('#jp-main-statusbar').textContent(),
      };
      throw new Error(`JupyterLab did not reach "${condition}". It shows ${JSON.stringify(shown)}.`, { cause });
    }
  }

  /** Calling it twice is fine. */
  async close(): Promise<void> {
    await this.browser.close();
  }
}
