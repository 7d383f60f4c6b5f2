import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';
import type { Figure } from './figure';
import { clickSidebarTab, openFreshPage } from './fresh-page';
import { CLOSED_WITHIN_MS, hiddenSession } from './hidden-session';
import { MANY_TABLES } from './many-tables';
import { WatchedTraffic } from './watched-traffic';

const MINUTES = 60;
/** For what the network answers after each minute of the page's clock. */
const REAL_MS_PER_MINUTE = 100;

/**
 * An hour of the page's clock with the sidebar hidden, no job running, and a hidden session that outlasts the hour.
 * Each timer of the page fires as often as in a real hour.
 */
export async function measureHidden(sidebar: SidebarUnderTest): Promise<readonly Figure[]> {
  const { kernelId } = await hiddenSession(sidebar);
  // A kernel tells all pages what it tells one of them, so no other page may look.
  await sidebar.hide();
  await wait(CLOSED_WITHIN_MS);
  let traffic: WatchedTraffic | undefined;
  const page = await openFreshPage(sidebar, {
    before: async (opened) => {
      await opened.clock.install();
      traffic = await WatchedTraffic.of(opened, kernelId);
    },
  });
  try {
    if (traffic === undefined) throw new Error('The traffic of the page is not watched.');
    await clickSidebarTab(page);
    await page.locator('#tables-and-jobs .tj-name', { hasText: MANY_TABLES.database }).first().waitFor();
    const { requests, messages } = traffic;
    if (requests === 0 || messages === 0)
      throw new Error(`The open sidebar made ${requests} requests and ${messages} messages: its traffic is not seen.`);
    await clickSidebarTab(page);
    // The first minute holds the end of the channel, and the kernel's last answer to it.
    await pass(page, 1);
    await wait(CLOSED_WITHIN_MS);
    traffic.reset();
    await pass(page, MINUTES);
    return [
      { what: 'open: requests of the first look', unit: 'requests', values: [requests] },
      { what: 'open: messages from and to the kernel of the first look', unit: 'messages', values: [messages] },
      { what: 'hidden for an hour: requests', unit: 'requests', values: [traffic.requests], goal: '0' },
      {
        what: 'hidden for an hour: messages from and to the kernel',
        unit: 'messages',
        values: [traffic.messages],
        goal: '0',
      },
    ];
  } finally {
    await page.context().close();
    await sidebar.show();
  }
}

/** Lets minutes of the page's clock pass. */
async function pass(page: Page, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await page.clock.runFor(60_000);
    await wait(REAL_MS_PER_MINUTE);
  }
}
