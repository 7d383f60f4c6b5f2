import { kernelBridge } from '../cell/kernel-bridge';
import { type LiveDisplay, liveDisplay } from '../display/live-display';
import { canReplaceOutputs } from '../display/show';
import { MIME } from '../mime';
import type { MimeBundle } from '../render/self-display';
import type { WidgetModel } from './widget-model';

const RENEWED_AFTER_MS = 250;

/**
 * The outputs that show a widget. Each carries HTML and text as well, for viewers that draw no widgets. When the widget
 * ends, only HTML and text stay, so that a notebook that is opened later does not ask for a model that is gone.
 */
export class WidgetOutput {
  private readonly shown: LiveDisplay[] = [];
  private isRenewedWhileDrawn = false;
  private renewing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly model: WidgetModel,
    private readonly describe: () => MimeBundle,
  ) {
    model.redraws.add(() => this.refresh());
    model.onEnd(() => this.end());
  }

  /** To be called where the page keeps a drawn widget when only the other forms of its output change. */
  renewWhileDrawn(): void {
    if (this.isRenewedWhileDrawn) return;
    this.isRenewedWhileDrawn = true;
    this.model.changes.add(() => this.renewSoon());
  }

  /** The widget as the data of an output, for other code to show. */
  bundle(): MimeBundle {
    const { id } = this.model;
    return id === undefined ? this.describe() : { ...widgetView(id), ...this.describe() };
  }

  /** Shows the widget in an output of its own. */
  show(): void {
    const output = liveDisplay(this.bundle());
    if (this.model.isClosed) output.close();
    else this.shown.push(output);
  }

  /** Keeps saved outputs up to date, but not in a page that draws the widget: it would draw it anew each time. */
  private refresh(): void {
    if (!canReplaceOutputs() || kernelBridge()?.audience === 'person') return;
    this.update();
  }

  /** A drag makes many changes a second; only the last one is worth saving. */
  private renewSoon(): void {
    clearTimeout(this.renewing);
    this.renewing = setTimeout(() => this.update(), RENEWED_AFTER_MS).unref();
  }

  private update(): void {
    for (const output of this.shown) output.update(this.bundle());
  }

  private end(): void {
    clearTimeout(this.renewing);
    for (const output of this.shown.splice(0)) {
      output.update(this.describe());
      output.close();
    }
  }
}

/** The data by which front ends find a widget's model. */
export function widgetView(modelId: string): MimeBundle {
  return { [MIME.widgetView]: { model_id: modelId, version_major: 2, version_minor: 1 } };
}
