import type { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';
import { clickSidebarTab, openFreshPage } from './fresh-page';
import { MANY_TABLES } from './many-tables';

/** Remembers when the mouse went down, and when the tree of tables first had a database. */
const WATCH = `(() => {
  window.openedMs = new Promise((resolve) => {
    let pressedAt;
    document.addEventListener('pointerdown', () => { pressedAt = performance.now(); }, true);
    new MutationObserver((_, observer) => {
      const names = [...document.querySelectorAll('#tables-and-jobs .tj-tree [aria-level="1"] .tj-name')];
      if (!names.some(({ textContent }) => textContent === '${MANY_TABLES.database}')) return;
      observer.disconnect();
      resolve(performance.now() - pressedAt);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
})()`;

/** The first look at the sidebar in a page, while the hidden session runs and is logged in. */
export async function measureOpening(sidebar: SidebarUnderTest, rounds: number): Promise<readonly number[]> {
  const openedMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await openFreshPage(sidebar);
    try {
      await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Idle' }).waitFor();
      await page.evaluate(WATCH);
      await clickSidebarTab(page);
      openedMs.push(await page.evaluate<number>('window.openedMs'));
    } finally {
      await page.context().close();
    }
  }
  return openedMs;
}
