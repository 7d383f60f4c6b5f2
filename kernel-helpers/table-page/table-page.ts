import type { PageModel } from './kernel-side';
import { TableView } from './table-view';

/** A view of a table, in anywidget's format (https://anywidget.dev/en/afm/). */
function render({ model, el }: { readonly model: PageModel; readonly el: HTMLElement }): () => void {
  const view = new TableView(model);
  el.append(view.node);
  view.begin();
  return () => view.close();
}

export default { render };
