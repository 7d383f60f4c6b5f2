import { type IRenderMime, type IRenderMimeRegistry, MimeModel } from '@jupyterlab/rendermime';
import { WIDGET_VIEW } from './widget-view';

/**
 * Draws the richest other form of a widget's output into `node`. Leaves `node` as it is where there is none, and where
 * the form is not wanted any more when it is ready. A note, if there is one, stands above it.
 */
export async function drawStaticForm(
  node: HTMLElement,
  { data, metadata, trusted }: IRenderMime.IMimeModel,
  renderers: IRenderMimeRegistry,
  isWanted: () => boolean,
  note?: string,
): Promise<void> {
  const { [WIDGET_VIEW]: _, ...rest } = data;
  const type = renderers.preferredMimeType(rest, trusted ? 'any' : 'ensure');
  if (type === undefined || !isWanted()) return;
  const renderer = renderers.createRenderer(type);
  await renderer.renderModel(new MimeModel({ data: rest, metadata, trusted }));
  if (isWanted()) node.replaceChildren(...(note === undefined ? [] : [noteNode(note)]), renderer.node);
}

function noteNode(note: string): HTMLElement {
  const node = document.createElement('p');
  node.role = 'status';
  node.textContent = note;
  node.style.cssText = 'margin: 4px 0; color: var(--jp-content-font-color2);';
  return node;
}
