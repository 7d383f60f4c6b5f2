import type { Page } from 'playwright-core';
import { EXTENSION } from '../../jupyterlab-ext/support/built-extension';

const MOST_AWAITS = 64;

interface Stack {
  readonly callFrames: readonly { readonly url: string }[];
  readonly parent?: Stack;
}

/** What a page sends and receives for the extension. JupyterLab's own polling is not counted. */
export class WatchedTraffic {
  /** Requests by HTTP, and sockets opened, with code of the extension in their stack. */
  requests = 0;
  /** Messages from and to the kernel of the hidden session. */
  messages = 0;

  /** @param kernelId the kernel of the hidden session */
  static async of(page: Page, kernelId: string): Promise<WatchedTraffic> {
    const watched = new WatchedTraffic();
    const session = await page.context().newCDPSession(page);
    const sockets = new Set<string>();
    session.on('Network.requestWillBeSent', ({ initiator }) => {
      if (isOurs(initiator.stack)) watched.requests += 1;
    });
    session.on('Network.webSocketCreated', ({ requestId, url, initiator }) => {
      if (url.includes(kernelId)) sockets.add(requestId);
      if (isOurs(initiator?.stack)) watched.requests += 1;
    });
    const count = ({ requestId }: { readonly requestId: string }) => {
      if (sockets.has(requestId)) watched.messages += 1;
    };
    session.on('Network.webSocketFrameSent', count);
    session.on('Network.webSocketFrameReceived', count);
    await session.send('Network.enable');
    // Without this a stack ends at the last `await`.
    await session.send('Debugger.enable');
    await session.send('Debugger.setAsyncCallStackDepth', { maxDepth: MOST_AWAITS });
    return watched;
  }

  reset(): void {
    this.requests = 0;
    this.messages = 0;
  }
}

function isOurs(stack: Stack | undefined): boolean {
  if (stack === undefined) return false;
  return stack.callFrames.some(({ url }) => url.includes(EXTENSION)) || isOurs(stack.parent);
}
