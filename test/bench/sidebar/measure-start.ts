import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { builtExtension, EXTENSION } from '../../jupyterlab-ext/support/built-extension';
import type { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';
import type { Figure } from './figure';
import { openFreshPage, restoredAtMs } from './fresh-page';
import { endHiddenSession } from './hidden-session';
import { startProfile, stopProfile } from './profiled-share';

const ADDRESS = `/lab/extensions/${EXTENSION}/`;

/** What the extension costs a page that never opens the sidebar, on a server where nobody has opened it. */
export async function measureStart(sidebar: SidebarUnderTest, rounds: number): Promise<readonly Figure[]> {
  await endHiddenSession(sidebar);
  const shareMs: number[] = [];
  const kilobytes: number[] = [];
  const withMs: number[] = [];
  const withoutMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { ms, page } = await profiledStart(sidebar);
    shareMs.push(ms);
    kilobytes.push(await gzipKilobytes(page));
    await page.context().close();
    withMs.push(await startMs(sidebar, []));
    withoutMs.push(await startMs(sidebar, [`*${ADDRESS}*`]));
  }
  return [
    { what: 'start: the extension on the main thread (profile)', unit: 'ms', values: shareMs, goal: '≤ 30' },
    { what: 'start: page opened → JupyterLab restored, with the extension', unit: 'ms', values: withMs },
    { what: 'start: page opened → JupyterLab restored, without it', unit: 'ms', values: withoutMs },
    { what: 'start: files of the extension before first use, gzip', unit: 'kB', values: kilobytes, goal: '≤ 60' },
  ];
}

async function profiledStart(sidebar: SidebarUnderTest): Promise<{ readonly ms: number; readonly page: Page }> {
  let stop: (() => Promise<number>) | undefined;
  const page = await openFreshPage(sidebar, {
    before: async (opened) => {
      const session = await opened.context().newCDPSession(opened);
      await startProfile(session);
      stop = () => stopProfile(session, ADDRESS);
    },
  });
  // What the extension begins at its start and ends later belongs to it, too.
  await page.locator('#jp-main-statusbar', { hasText: 'TypeScript | Idle' }).waitFor();
  if (stop === undefined) throw new Error('The profile was not started.');
  return { ms: await stop(), page };
}

async function startMs(sidebar: SidebarUnderTest, blocked: string[]): Promise<number> {
  const page = await openFreshPage(sidebar, {
    before: async (opened) => {
      const session = await opened.context().newCDPSession(opened);
      await session.send('Network.enable');
      await session.send('Network.setBlockedURLs', { urls: blocked });
    },
  });
  try {
    return await restoredAtMs(page);
  } finally {
    await page.context().close();
  }
}

/** The files that the page has loaded from the extension, packed as a server does. */
async function gzipKilobytes(page: Page): Promise<number> {
  const loaded = await page.evaluate<string[]>(
    `[...new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))]`,
  );
  const files = loaded.flatMap((path) =>
    path.includes(ADDRESS) ? [path.slice(path.indexOf(ADDRESS) + ADDRESS.length)] : [],
  );
  if (!files.includes(builtExtension().entry)) throw new Error(`The page has not loaded the extension: ${files}`);
  const { folder } = builtExtension();
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0) / 1_000;
}
