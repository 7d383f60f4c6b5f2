import { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';
import type { Figure } from './figure';
import { MANY_TABLES } from './many-tables';
import { measureFilter } from './measure-filter';
import { measureHidden } from './measure-hidden';
import { measureOpening } from './measure-opening';
import { measureStart } from './measure-start';

/** So that the hidden session outlasts an hour in which nobody looks. */
const SETTINGS = { endHiddenSessionAfterMinutes: 120 };

/** What the sidebar costs in the page, on a server with the settings of `npm start` and on one as it is. */
export async function measurePage(
  settings: Readonly<Record<string, string>>,
  rounds: number,
): Promise<readonly Figure[]> {
  const onServer = async (isPrompt: boolean, work: (sidebar: SidebarUnderTest) => Promise<readonly Figure[]>) => {
    const sidebar = await SidebarUnderTest.open({ environment: settings, settings: SETTINGS, isPrompt });
    try {
      // The hidden session is warm from here on.
      await sidebar.panel.locator('.tj-name', { hasText: MANY_TABLES.database }).first().waitFor();
      return await work(sidebar);
    } finally {
      await sidebar.close();
    }
  };
  const asItIs = await onServer(false, (sidebar) => measureOpening(sidebar, rounds, 'server as it is', '≤ 250'));
  const prompt = await onServer(true, async (sidebar) => [
    ...(await measureOpening(sidebar, rounds, 'server of npm start', '≤ 60')),
    ...(await measureHidden(sidebar)),
    ...(await measureFilter(sidebar, rounds)),
    // The last one, since it ends the hidden session.
    ...(await measureStart(sidebar, rounds)),
  ]);
  return [...asItIs, ...prompt];
}
