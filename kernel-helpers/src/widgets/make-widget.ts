import { loadWidgets } from './load-widgets';
import type { Slider, SliderOptions } from './slider';
import type { Widget, WidgetOptions } from './widget';

/** Makes a slider; throws a UserError that names everything that is wrong with the options. */
export function slider(options: SliderOptions = {}): Slider {
  return loadWidgets.slider().createSlider(options);
}

/**
 * Makes a widget of your own, in anywidget's format. To draw it, make it the last expression of a cell, or call
 * `show(widget)`. Throws a UserError that names everything that is wrong with the options.
 * @example
 * const counter = widget({
 *   esm: `export default { render({ model, el }) {
 *     const button = document.createElement('button');
 *     button.onclick = () => { model.set('count', model.get('count') + 1); model.save_changes(); };
 *     model.on('change:count', () => { button.textContent = model.get('count'); });
 *     el.append(button);
 *   } };`,
 *   state: { count: 0 },
 * });
 */
// biome-ignore lint/complexity/noBannedTypes: the state of a widget without state is an empty object.
export function widget<State extends object = {}>(options: WidgetOptions<State>): Widget<State> {
  return loadWidgets.widget().createWidget(options);
}
