/** MIME types of the outputs that these displays write. */
export const MIME = {
  text: 'text/plain',
  html: 'text/html',
  markdown: 'text/markdown',
  png: 'image/png',
  /** A view of a widget's model: https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md */
  widgetView: 'application/vnd.jupyter.widget-view+json',
  vegaLite: 'application/vnd.vegalite.v5+json',
} as const;

/** The key by which Node's `inspect` finds a value's own text form; stock tslab prints results with it. */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');
