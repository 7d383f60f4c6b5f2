import { setTimeout as wait } from 'node:timers/promises';
import type { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';
import type { Figure } from './figure';
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

/** For how long a person looks at the notebook before they open the sidebar. */
const LOOKS_FOR_MS = 5_000;

/** The first look at the sidebar in a page, while the hidden session runs and is logged in. */
export async function measureOpening(
  sidebar: SidebarUnderTest,
  rounds: number,
  server: string,
  goal: string,
): Promise<readonly Figure[]> {
  const soonMs: number[] = [];
  const laterMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    laterMs.push(await openedMs(sidebar, LOOKS_FOR_MS));
    soonMs.push(await openedMs(sidebar, 0));
  }
  const what = `page: sidebar opened → first level, ${server}`;
  return [
    { what: `${what}, ${LOOKS_FOR_MS / 1_000} s after the start`, unit: 'ms', values: laterMs, goal },
    { what: `${what}, as soon as the notebook is there`, unit: 'ms', values: soonMs, goal },
  ];
}

async function openedMs(sidebar: SidebarUnderTest, looksForMs: number): Promise<number> {
  const page = await openFreshPage(sidebar);
  try {
    await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Idle' }).waitFor();
    await wait(looksForMs);
    await page.evaluate(WATCH);
    await clickSidebarTab(page);
    return await page.evaluate<number>('window.openedMs');
  } finally {
    await page.context().close();
  }
}
