import { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';
import { MANY_TABLES } from './many-tables';
import { measureFilter } from './measure-filter';
import { measureHidden } from './measure-hidden';
import { measureOpening } from './measure-opening';
import { measureStart } from './measure-start';
import type { MeasuredParts } from './measured-parts';

/** So that the hidden session outlasts an hour in which nobody looks. */
const SETTINGS = { endHiddenSessionAfterMinutes: 120 };

const AS_IT_IS = 'server as it is';
const PROMPT = 'server of npm start';

/** What the sidebar costs in the page, on a server with the settings of `npm start` and on one as it is. */
export async function measurePage(
  parts: MeasuredParts,
  settings: Readonly<Record<string, string>>,
  rounds: number,
): Promise<void> {
  const onServer = (server: string, isPrompt: boolean, work: (sidebar: SidebarUnderTest) => Promise<void>) =>
    parts.run(`the page on a ${server}`, async () => {
      const sidebar = await SidebarUnderTest.open({ environment: settings, settings: SETTINGS, isPrompt });
      try {
        // The hidden session is warm from here on.
        await sidebar.panel.locator('.tj-name', { hasText: MANY_TABLES.database }).first().waitFor();
        await work(sidebar);
      } finally {
        await sidebar.close();
      }
    });
  await onServer(AS_IT_IS, false, (sidebar) =>
    parts.measure(`the opening on a ${AS_IT_IS}`, () => measureOpening(sidebar, rounds, AS_IT_IS, '≤ 250')),
  );
  await onServer(PROMPT, true, async (sidebar) => {
    await parts.measure(`the opening on a ${PROMPT}`, () => measureOpening(sidebar, rounds, PROMPT, '≤ 60'));
    await parts.measure('the hidden sidebar', () => measureHidden(sidebar));
    await parts.measure('the filter', () => measureFilter(sidebar, rounds));
    // The last one, since it ends the hidden session.
    await parts.measure('the start of the page', () => measureStart(sidebar, rounds));
  });
}
