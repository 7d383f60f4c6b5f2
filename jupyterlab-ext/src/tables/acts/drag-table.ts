import { MimeData } from '@lumino/coreutils';
import { Drag } from '@lumino/dragdrop';
import type { Surroundings } from '../../surroundings';
import type { TreeNode } from '../tree/tree-node';
import { tellFailure } from './tell-failure';

/** So far the mouse must move before a press becomes a drag. */
const THRESHOLD_PX = 6;
const CELLS = 'application/vnd.jupyter.cells';

interface Press {
  readonly button: number;
  readonly clientX: number;
  readonly clientY: number;
}

/**
 * Waits whether a press on a table becomes a drag. A notebook takes what is dragged as a new cell that queries the
 * table, an editor takes it as text.
 */
export function dragTable({ backend }: Surroundings, node: TreeNode, press: Press, source: HTMLElement): void {
  if (press.button !== 0 || (node.kind !== 'table' && node.kind !== 'view')) return;
  const { path, name } = node.of;
  const released = new AbortController();
  const { signal } = released;
  const listen = { capture: true, signal };
  document.addEventListener('mouseup', () => released.abort(), listen);
  document.addEventListener('mousemove', (event) => void start(event), listen);
  let isStarted = false;

  async function start({ clientX, clientY }: MouseEvent): Promise<void> {
    if (isStarted || Math.hypot(clientX - press.clientX, clientY - press.clientY) < THRESHOLD_PX) return;
    isStarted = true;
    try {
      const code = await backend.request('cellCode', { path, code: 'query' }, { signal });
      released.abort();
      await new Drag({
        mimeData: mimeDataOf(code.source),
        dragImage: imageOf(name),
        supportedActions: 'copy',
        proposedAction: 'copy',
        source,
      }).start(clientX, clientY);
    } catch (error) {
      // Whoever let go before the code was there has dragged nothing.
      if (!signal.aborted) tellFailure(error);
      released.abort();
    }
  }
}

function mimeDataOf(source: string): MimeData {
  const cell = { cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null };
  const data = new MimeData();
  data.setData(CELLS, [cell]);
  data.setData('text/plain', source);
  return data;
}

function imageOf(name: string): HTMLElement {
  const image = document.createElement('div');
  image.className = 'tj-drag-image jp-ThemedContainer';
  image.textContent = name;
  return image;
}
