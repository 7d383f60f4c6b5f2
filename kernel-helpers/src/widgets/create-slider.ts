import { isDeepStrictEqual } from 'node:util';
import { currentSignal, kernelBridge } from '../cell/kernel-bridge';
import { UserError } from '../errors';
import { INSPECT, MIME } from '../mime';
import { html } from '../render/html';
import { JUPYTER_DISPLAY, type MimeBundle, SHOW_ITSELF } from '../render/self-display';
import { latestValues } from './latest-values';
import type { Slider, SliderOptions } from './slider';
import { SLIDER_CSS, SLIDER_ESM } from './slider-front-end';
import { nameOf, readSliderOptions, readSliderValue, type SliderRange } from './slider-range';
import { WidgetModel } from './widget-model';
import { WidgetOutput } from './widget-output';

/** Makes a slider and announces it to the front end; throws a UserError that names everything that is wrong. */
export function createSlider(options: SliderOptions): Slider {
  return new WidgetSlider(readSliderOptions(options));
}

class WidgetSlider implements Slider {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly label: string;
  private readonly model: WidgetModel;
  private readonly output: WidgetOutput;
  private readonly range: SliderRange;

  constructor(range: SliderRange) {
    this.range = range;
    ({ min: this.min, max: this.max, step: this.step, label: this.label } = range);
    this.model = new WidgetModel({
      name: nameOf(range),
      styleName: 'slider',
      esm: SLIDER_ESM,
      css: SLIDER_CSS,
      state: { ...range },
      read: (key, value) => this.read(key, value),
    });
    this.output = new WidgetOutput(this.model, () => this.describe());
    this.model.messages.add((content) => {
      if (isDeepStrictEqual(content, { keepsViews: true })) this.output.renewWhileDrawn();
    });
  }

  get value(): number {
    return Number(this.model.get('value'));
  }

  set value(value: number) {
    this.model.set({ value: readSliderValue(value, this.range) });
  }

  onChange(listener: (value: number) => unknown): () => void {
    return this.model.changes.add(() => listener(this.value));
  }

  close(): void {
    this.model.close();
  }

  [Symbol.asyncIterator](): AsyncGenerator<number, void, undefined> {
    if (!this.model.isClosed && kernelBridge()?.audience !== 'person') {
      throw new UserError(`${nameOf(this)} cannot be moved by anybody here. Set its value in the code.`);
    }
    const source = {
      onValue: (listener: (value: number) => void) => this.onChange(listener),
      onEnd: (listener: () => void) => this.model.onEnd(listener),
    };
    return latestValues(source, currentSignal());
  }

  [SHOW_ITSELF](): void {
    this.output.show();
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return this.output.bundle();
  }

  [INSPECT](): string {
    return this.text();
  }

  private read(key: string, value: unknown): number {
    if (key === 'value') return readSliderValue(value, this.range);
    throw new UserError(`${nameOf(this)} keeps its ${key}; the front end cannot change it.`);
  }

  private describe(): MimeBundle {
    const { min, max, value } = this;
    const label = this.label === '' ? '' : `${this.label}: `;
    return { [MIME.html]: html`<div>${label}<b>${value}</b> (${min} to ${max})</div>`.text, [MIME.text]: this.text() };
  }

  private text(): string {
    const label = this.label === '' ? 'Slider' : this.label;
    return `${label}: ${this.value} (${this.min} to ${this.max})`;
  }
}
