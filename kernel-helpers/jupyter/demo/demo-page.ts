export interface DemoPage {
  /** Paths in JupyterLab, in the order of the play. */
  readonly notebooks: readonly string[];
  readonly pace: number;
  readonly zoom: number;
  readonly from?: string | undefined;
}

/**
 * The page, seen from the address of the server, on which JupyterLab plays these notebooks. The sidebar's extension reads
 * the query (jupyterlab-ext/src/play/play-request.ts). The page is a workspace of its own, emptied by `reset`
 * (https://jupyterlab.readthedocs.io/en/stable/user/urls.html), so that no tab of the speaker's own work is seen.
 */
export function demoPage({ notebooks, pace, zoom, from }: DemoPage): string {
  const [first = ''] = notebooks;
  const query = new URLSearchParams({
    play: notebooks.join('|'),
    pace: String(pace),
    zoom: String(zoom),
    ...(from === undefined ? {} : { from }),
  });
  return `lab/workspaces/demo/tree/${first.split('/').map(encodeURIComponent).join('/')}?reset&${query}`;
}
