import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { SidebarUnderTest } from '../../jupyterlab-ext/support/sidebar-under-test';

const NAME = '.tables-and-jobs';
const sessionsSchema = z.array(z.object({ id: z.string(), path: z.string(), kernel: z.object({ id: z.string() }) }));

/** The sidebar closes its channel 5 seconds after it was hidden. */
export const CLOSED_WITHIN_MS = 6_000;

/** The hidden session, as the server lists it. */
export async function hiddenSession({
  lab,
}: SidebarUnderTest): Promise<{ readonly id: string; readonly kernelId: string }> {
  const sessions = sessionsSchema.parse(await (await fetch(address(lab.url, '/api/sessions'))).json());
  const hidden = sessions.find(({ path }) => path.endsWith(NAME));
  if (hidden === undefined) throw new Error('There is no hidden session.');
  return { id: hidden.id, kernelId: hidden.kernel.id };
}

/** Ends it as the server does, while no page uses it. */
export async function endHiddenSession(sidebar: SidebarUnderTest): Promise<void> {
  await sidebar.hide();
  await wait(CLOSED_WITHIN_MS);
  const { id } = await hiddenSession(sidebar);
  const { ok, status } = await fetch(address(sidebar.lab.url, `/api/sessions/${id}`), { method: 'DELETE' });
  if (!ok) throw new Error(`The server answered ${status} when it had to end the hidden session.`);
}

/** With the server's token. */
function address(labUrl: string, path: string): URL {
  const url = new URL(path, labUrl);
  url.search = new URL(labUrl).search;
  return url;
}
