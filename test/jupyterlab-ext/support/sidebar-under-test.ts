import type { Recording } from 'kernel-helpers/sidebar-contract/index';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { z } from 'zod';
import { findBrowser } from '../../e2e/support/lab-page';
import { type CellForTest, LabForTest } from '../../kernel-helpers/kernel/support/lab';
import { builtExtension, EXTENSION } from './built-extension';

export type Theme = 'light' | 'dark' | 'high contrast';

const pageConfigSchema = z.object({
  federated_extensions: z.array(z.object({ name: z.string(), load: z.string() })),
});

const THEMES: Readonly<Record<Theme, string>> = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark',
  'high contrast': 'JupyterLab Dark High Contrast',
};

export interface SidebarOptions {
  /** The settings of the account that the kernels find, such as those of a local account. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The cells of the notebook that is open beside the sidebar. @default one empty cell */
  readonly cells?: readonly CellForTest[];
  /** Settings of the extension. */
  readonly settings?: object;
  readonly theme?: Theme;
  /** Whether the server sends small messages at once, as that of `npm start` does. @default false */
  readonly isPrompt?: boolean;
  /** @default 1280 × 900 */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The page's clock stands still at this moment and shows UTC, so that every run shows the same times. */
  readonly standStillAt?: Date;
}

/** JupyterLab with our kernel as installed and the extension as built, in a real browser, with the sidebar open. */
export class SidebarUnderTest {
  private constructor(
    readonly page: Page,
    readonly lab: LabForTest,
    private readonly browser: Browser,
  ) {}

  static async open(options: SidebarOptions = {}): Promise<SidebarUnderTest> {
    const executablePath = findBrowser();
    if (executablePath === undefined) throw new Error('These tests need Chromium: apt-get install chromium');
    const built = builtExtension();
    const lab = await LabForTest.start(options.cells ?? [{ source: '' }], {
      environment: options.environment,
      isPrompt: options.isPrompt,
      extensions: { [EXTENSION]: built.folder },
      settings: {
        [`${EXTENSION}:plugin`]: options.settings ?? {},
        '@jupyterlab/apputils-extension:themes': { theme: THEMES[options.theme ?? 'light'] },
      },
    });
    try {
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
      const { standStillAt, viewport = { width: 1_280, height: 900 } } = options;
      const page = await browser.newPage({ viewport, timezoneId: standStillAt && 'UTC' });
      page.setDefaultTimeout(30_000);
      if (standStillAt !== undefined) await page.clock.setFixedTime(standStillAt);
      const sidebar = new SidebarUnderTest(page, lab, browser);
      await page.goto(lab.url);
      const loaded = await entryLoadedBy(page);
      if (loaded !== built.entry) throw new Error(`The page loads ${loaded} instead of the built ${built.entry}.`);
      await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Idle' }).waitFor();
      await sidebar.show();
      return sidebar;
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /** The sidebar's panel: look for parts of it by role and visible text. */
  get panel(): Locator {
    return this.page.locator('#tables-and-jobs');
  }

  /** Opens the sidebar as a person does, by its tab. */
  async show(): Promise<void> {
    if (await this.panel.isVisible()) return;
    await this.page.getByRole('tab', { name: 'Tables and jobs' }).click();
    await this.panel.waitFor();
  }

  /** Hides the sidebar: the page itself stays visible. */
  async hide(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Tables and jobs' }).click();
    await this.panel.waitFor({ state: 'hidden' });
  }

  /** Runs a command by its label in the command palette. */
  async run(label: string): Promise<void> {
    await this.page.keyboard.press('Control+Shift+c');
    const search = this.page
      .getByRole('searchbox', { name: 'Command Palette Section' })
      .or(this.page.locator('#command-palette input'));
    await search.first().fill(label);
    // The palette finds a moment after the typing, and Enter runs what it has found.
    await this.page.locator('.lm-CommandPalette-item.lm-mod-active', { hasText: label }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Runs a command with arguments, as a shortcut with arguments does. */
  async execute(command: string, args: object): Promise<void> {
    await this.page.evaluate(`window.jupyterapp.commands.execute(${JSON.stringify(command)}, ${JSON.stringify(args)})`);
  }

  /** Opens a recording with the dialog of the browser. */
  async openRecording(recording: Recording): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.run('Open a recording…')]);
    const buffer = Buffer.from(JSON.stringify(recording));
    await chooser.setFiles({ name: 'recording.json', mimeType: 'application/json', buffer });
    await this.panel.getByText(`Recorded: ${recording.title}.`).waitFor();
  }

  /** Changes JupyterLab's theme, and waits until it is drawn. */
  async useTheme(theme: Theme): Promise<void> {
    await this.execute('apputils:change-theme', { theme: THEMES[theme] });
    await this.page.locator(`body[data-jp-theme-name="${THEMES[theme]}"]`).waitFor({ state: 'attached' });
    // JupyterLab covers the page while it loads the theme, and fades this away.
    await this.page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.lab.close();
  }
}

/** The first file of the extension, by what the server told the page. */
async function entryLoadedBy(page: Page): Promise<string | undefined> {
  const config = JSON.parse((await page.locator('#jupyter-config-data').textContent()) ?? '');
  return pageConfigSchema.parse(config).federated_extensions.find(({ name }) => name === EXTENSION)?.load;
}
