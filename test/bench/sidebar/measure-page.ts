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
  const asItIs = await onServer(false, async (sidebar) => [
    {
      what: 'page: sidebar opened → first level, server as it is',
      unit: 'ms',
      values: await measureOpening(sidebar, rounds),
      goal: '≤ 250',
    },
  ]);
  const prompt = await onServer(true, async (sidebar) => [
    {
      what: 'page: sidebar opened → first level, server of npm start',
      unit: 'ms',
      values: await measureOpening(sidebar, rounds),
      goal: '≤ 60',
    },
    ...(await measureStart(sidebar, rounds)),
    ...(await measureHidden(sidebar)),
    ...(await measureFilter(sidebar, rounds)),
  ]);
  return [...asItIs, ...prompt];
}
