import type { Page } from 'playwright-core';
import type { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';
import type { Figure } from './figure';
import { MANY_TABLES } from './many-tables';

const LISTED_WITHIN_MS = 60_000;
const TYPED = 'table_099';

/** Each time that the filter's text changes: from the event until React has drawn the rows and they are laid out. */
const WATCH = `
  window.keyMs = [];
  window.addEventListener('input', () => {
    const began = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      document.querySelector('#tables-and-jobs .tj-tree').getBoundingClientRect();
      window.keyMs.push(performance.now() - began);
    };
    port2.postMessage(undefined);
  }, true);`;

/** Types into the filter of the tables while the page knows a schema with many tables, and deletes it again. */
export async function measureFilter(sidebar: SidebarUnderTest, rounds: number): Promise<readonly Figure[]> {
  const { page, panel } = sidebar;
  const tree = panel.getByRole('tree', { name: 'Tables' });
  const row = (name: string) => tree.getByRole('treeitem').filter({ has: page.getByText(name, { exact: true }) });
  const began = performance.now();
  await row(MANY_TABLES.database).click();
  await row(MANY_TABLES.schema).click();
  await tree.locator(`[aria-setsize="${MANY_TABLES.count}"]`).first().waitFor({ timeout: LISTED_WITHIN_MS });
  const listedMs = performance.now() - began;
  await page.evaluate(WATCH);
  const filter = panel.getByRole('searchbox', { name: 'Filter tables' });
  const rows: number[] = [];
  await filter.click();
  let keys = 0;
  for (let round = 0; round < rounds; round++) {
    for (const key of [...TYPED, ...[...TYPED].map(() => 'Backspace')]) {
      await page.keyboard.press(key);
      keys += 1;
      await drawn(page, keys, key);
      rows.push(await tree.getByRole('treeitem').count());
    }
  }
  const tables = MANY_TABLES.count.toLocaleString('en-US');
  return [
    { what: `page: ${tables} tables, two rows opened → all listed`, unit: 'ms', values: [listedMs], goal: '≤ 2000' },
    {
      what: `page: ${tables} tables, filter, each key`,
      unit: 'ms',
      values: await page.evaluate<number[]>('window.keyMs'),
      goal: '≤ 10',
    },
    { what: 'page: rows of the tree in the DOM', unit: 'rows', values: rows, goal: 'bounded' },
  ];
}

/** The tree is drawn after so many keys. Tells where a key went that the filter did not get. */
async function drawn(page: Page, keys: number, key: string): Promise<void> {
  try {
    await page.waitForFunction(`window.keyMs.length === ${keys}`);
  } catch (cause) {
    const drawnKeys = await page.evaluate<number>('window.keyMs.length');
    const focused = await page.evaluate<string>("document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing'");
    throw new Error(
      `The tree was not drawn after key ${keys} (${key}): ${drawnKeys} keys were drawn, and this has the focus: ${focused}`,
      { cause },
    );
  }
}
