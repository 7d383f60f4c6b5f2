import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Panel, type Widget } from '@lumino/widgets';
import { drawStaticForm } from './draw-static-form';
import { WIDGET_VIEW } from './widget-view';

/** A renderer of `@jupyter-widgets/jupyterlab-manager`: a panel whose child is the widget, once there is one. */
type WidgetRenderer = Panel & IRenderMime.IRenderer;

/** What an output says above its other form when its kernel has ended. */
const ENDED = 'The kernel has ended, so this shows what is saved. Run the cell again to use it.';

/** Where front ends look whether a drawn widget stays while the other forms of its output change. */
const KEEPS_VIEWS = 'kernelHelpersKeepsViews';

/** While a kernel has one of these states, its widgets get no answer. */
const GONE = new Set(['restarting', 'autorestarting', 'terminating', 'dead']);

/**
 * Shows the other form of an output, its HTML or text, where the model of its widget is not found: otherwise a notebook
 * that is opened without its kernel says "Error displaying widget: model not found". So does an output whose kernel ends
 * or restarts. A widget that is drawn stays when only the other forms of its output change, so that a saved notebook
 * can hold what the widget shows now.
 */
export function showStaticForms(
  app: JupyterFrontEnd,
  renderers: IRenderMimeRegistry,
  notebooks: INotebookTracker,
): void {
  const shown = new Map<WidgetRenderer, IRenderMime.IMimeModel>();
  // By then every extension has said what it renders, and no notebook is drawn yet.
  void app.started.then(() => {
    const sample = renderers.getFactory(WIDGET_VIEW)?.createRenderer(optionsOf(renderers));
    if (!(sample instanceof Panel)) return;
    changeClassOf(sample, renderers, shown);
    sample.dispose();
    document.documentElement.dataset[KEEPS_VIEWS] = 'true';
  });
  notebooks.widgetAdded.connect((_, notebook) => {
    notebook.sessionContext.statusChanged.connect((_session, status) => {
      if (GONE.has(status)) showStaticFormsIn(notebook, shown, renderers);
    });
  });
}

function optionsOf({ sanitizer }: IRenderMimeRegistry): IRenderMime.IRendererOptions {
  return { mimeType: WIDGET_VIEW, sanitizer, resolver: null, linkHandler: null, latexTypesetter: null };
}

/**
 * Each notebook gets a factory of its own as soon as its kernel is known, and renderers that were made before are looked
 * up by their class. So a factory of ours in front would be replaced, or its renderers would never get a manager: what
 * all of them share is the class.
 */
function changeClassOf(
  sample: WidgetRenderer,
  renderers: IRenderMimeRegistry,
  shown: Map<WidgetRenderer, IRenderMime.IMimeModel>,
): void {
  const shared = Object.getPrototypeOf(sample) as WidgetRenderer;
  const { renderModel } = shared;
  shared.renderModel = async function (this: WidgetRenderer, model: IRenderMime.IMimeModel): Promise<void> {
    const before = shown.get(this);
    if (before === undefined) this.disposed.connect(() => shown.delete(this));
    shown.set(this, model);
    if (before !== undefined && this.widgets.length > 0 && modelIdOf(before) === modelIdOf(model)) return;
    const isWithoutWidget = () => !this.isDisposed && this.widgets.length === 0;
    const rendered = renderModel.call(this, model);
    // In place of "Loading widget...", which stays where no kernel is chosen.
    await drawStaticForm(this.node, model, renderers, isWithoutWidget);
    await rendered;
    await drawStaticForm(this.node, model, renderers, isWithoutWidget);
  };
}

function showStaticFormsIn(
  notebook: NotebookPanel,
  shown: ReadonlyMap<WidgetRenderer, IRenderMime.IMimeModel>,
  renderers: IRenderMimeRegistry,
): void {
  for (const [renderer, model] of shown) {
    if (!isInside(renderer, notebook)) continue;
    void drawStaticForm(renderer.node, model, renderers, () => !renderer.isDisposed, ENDED);
  }
}

function modelIdOf({ data }: IRenderMime.IMimeModel): unknown {
  const view: unknown = data[WIDGET_VIEW];
  return typeof view === 'object' && view !== null && 'model_id' in view ? view.model_id : undefined;
}

/** By its parents, since a cell that is scrolled out of sight is not in the page. */
function isInside(widget: Widget, outer: Widget): boolean {
  for (let current: Widget | null = widget; current !== null; current = current.parent) {
    if (current === outer) return true;
  }
  return false;
}
