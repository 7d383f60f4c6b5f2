import { HIDDEN_SESSION_TYPE } from '../backend/hidden-session';

/** So that the sidebar takes no time from the start of JupyterLab and of the notebook in it. */
const AFTER_START_MS = 2_000;

/** What is needed of JupyterLab. */
interface Lab {
  readonly restored: Promise<unknown>;
  readonly serviceManager: {
    readonly sessions: { readonly ready: Promise<void>; running(): Iterable<{ readonly type: string }> };
  };
}

/**
 * Calls the work once JupyterLab has started and has nothing to do, if the hidden session runs: then somebody uses the
 * sidebar, and its first look need not wait for its code, its kernel and Snowflake. Where no session runs, nothing is loaded.
 */
export function prefetchWhenWarm({ restored, serviceManager }: Lab, work: () => Promise<void>): void {
  const begin = () => {
    const isWarm = [...serviceManager.sessions.running()].some(({ type }) => type === HIDDEN_SESSION_TYPE);
    if (!isWarm) return;
    // The first look tries again, and says what is wrong.
    work().catch((error: unknown) => console.warn('The sidebar was not made ready before its first look.', error));
  };
  void Promise.all([restored, serviceManager.sessions.ready]).then(() => {
    setTimeout(() => whenIdle(begin), AFTER_START_MS);
  });
}

/** Safari has no `requestIdleCallback`. */
function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work);
  else work();
}
