import type { Locator, Page } from 'playwright-core';
import { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';
import type { Figure } from './figure';
import { LINES, writeLongLog } from './write-long-log';

const READ_WITHIN_MS = 300_000;
const FRAMES = 300;

interface Scrolled {
  readonly frameMs: readonly number[];
  readonly mostRows: number;
}

/** A long log that goes on growing, in the page: how it scrolls, and what it holds. */
export async function measureLog(
  settings: Readonly<Record<string, string>>,
  rounds: number,
): Promise<readonly Figure[]> {
  const { name } = await writeLongLog(settings);
  const sidebar = await SidebarUnderTest.open({ environment: settings });
  try {
    const before = await heapMegabytes(sidebar.page);
    await sidebar.panel.getByRole('treeitem', { name }).click();
    const tab = sidebar.page.locator('.tj-job-tab:visible');
    const began = performance.now();
    await tab.getByRole('tab', { name: 'Log' }).click();
    const log = tab.getByRole('log', { name: 'Log' });
    // From the first line over the limit on, the page leaves out the oldest ones.
    await tab.getByText(/ earlier lines left out/).waitFor({ timeout: READ_WITHIN_MS });
    const readMs = performance.now() - began;
    const runs: Scrolled[] = [];
    for (let round = 0; round < rounds; round++) {
      runs.push(await scroll(log, 400), await scroll(log, 40_000));
    }
    const after = await heapMegabytes(sidebar.page);
    const [slow, fast] = [0, 1].map((kind) => runs.filter((_, index) => index % 2 === kind));
    const lines = LINES.toLocaleString('en-US');
    return [
      { what: `log of ${lines} lines, live: tab opened → all lines`, unit: 'ms', values: [readMs] },
      {
        what: 'log: a frame while scrolling by 22 lines',
        unit: 'ms',
        values: slow.flatMap(({ frameMs }) => frameMs),
        goal: '≤ 16.7',
      },
      {
        what: 'log: a frame while jumping by 2,222 lines',
        unit: 'ms',
        values: fast.flatMap(({ frameMs }) => frameMs),
        goal: '≤ 16.7',
      },
      { what: 'log: lines in the DOM', unit: 'rows', values: runs.map(({ mostRows }) => mostRows), goal: 'bounded' },
      { what: `log: memory of the page for ${lines} lines`, unit: 'MB', values: [after - before], goal: 'bounded' },
    ];
  } finally {
    await sidebar.close();
  }
}

/** Scrolls up from the end, so much in each frame, and back down at the beginning. */
async function scroll(log: Locator, pixels: number): Promise<Scrolled> {
  // A text, because programs of Node know no DOM.
  return await log.page().evaluate<Scrolled>(
    `(async (log) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      log.scrollTop = log.scrollHeight;
      await frame();
      let step = -${pixels}, mostRows = 0, last = await frame();
      const frameMs = [];
      for (let count = 0; count < ${FRAMES}; count++) {
        log.scrollTop += step;
        if (log.scrollTop <= 0 || log.scrollTop + log.clientHeight >= log.scrollHeight) step = -step;
        const now = await frame();
        frameMs.push(now - last);
        last = now;
        mostRows = Math.max(mostRows, log.querySelectorAll('.tj-log-line').length);
      }
      return { frameMs, mostRows };
    })(document.querySelector('.tj-job-tab:not(.lm-mod-hidden) .tj-log-lines'))`,
  );
}

/** What JavaScript holds in the page, after it has thrown away what nobody needs. */
async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1024 / 1024;
}
