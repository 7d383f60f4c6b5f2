/** https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md */
export const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';
