import type { Page } from 'playwright-core';
import type { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';

const LOADED_WITHIN_MS = 60_000;
let pages = 0;

export interface FreshPageOptions {
  /** Called with the page before it loads JupyterLab. It shows a small file of the same server. */
  readonly before?: (page: Page) => Promise<void>;
}

/**
 * JupyterLab in a page with an empty cache and a workspace of its own, where nobody has opened the sidebar yet. Close its
 * context in the end.
 */
export async function openFreshPage(
  { lab, page: other }: SidebarUnderTest,
  { before }: FreshPageOptions = {},
): Promise<Page> {
  const browser = other.context().browser();
  if (browser === null) throw new Error('The page belongs to no browser.');
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(LOADED_WITHIN_MS);
    // A program as text, because programs of Node know no DOM. JupyterLab sets `jupyterapp` before it starts.
    await page.addInitScript(`
      let app;
      Object.defineProperty(window, 'jupyterapp', {
        get: () => app,
        set: (given) => {
          app = given;
          void app.restored.then(() => { window.restoredAtMs = performance.now(); });
        },
      });`);
    await page.goto(new URL('/api', lab.url).href);
    await before?.(page);
    pages += 1;
    await page.goto(lab.url.replace('/lab/tree/', `/lab/workspaces/bench-${pages}/tree/`));
    await page.waitForFunction('window.restoredAtMs !== undefined');
    return page;
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** From the page's navigation until JupyterLab has restored its layout. */
export async function restoredAtMs(page: Page): Promise<number> {
  return await page.evaluate<number>('window.restoredAtMs');
}

/** Opens the sidebar as a person does. */
export async function clickSidebarTab(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Tables and jobs' }).click();
}
