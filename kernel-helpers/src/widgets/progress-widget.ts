import { UserError } from '../errors';
import type { MimeBundle } from '../render/self-display';
import { PROGRESS_CSS, PROGRESS_ESM, READY } from './progress-front-end';
import { WidgetModel } from './widget-model';
import { widgetView } from './widget-output';

export interface ProgressState {
  readonly title: string;
  readonly done: number;
  /** Null if it is not known. */
  readonly total: number | null;
  /** The text beside the bar. */
  readonly text: string;
}

/** A progress bar that moves inside the page, once a page has said that it can draw it. */
export interface ProgressWidget {
  /** The view to show instead of other forms of the bar; undefined until a page says that it can draw it. */
  readonly view: MimeBundle | undefined;
  move(state: ProgressState): void;
  /** Calling it twice is fine. */
  close(): void;
}

/** Offers a progress bar to the page. */
export function openProgressWidget(state: ProgressState): ProgressWidget {
  const model = new WidgetModel({
    name: `The progress ${state.title}`,
    styleName: 'progress',
    esm: PROGRESS_ESM,
    css: PROGRESS_CSS,
    state: { ...state },
    read: (key) => {
      throw new UserError(`The page cannot change the ${key} of a progress bar.`);
    },
  });
  let isReady = false;
  model.messages.add((content) => {
    if (content === READY) isReady = true;
  });
  return {
    get view() {
      return isReady && model.id !== undefined ? widgetView(model.id) : undefined;
    },
    move(moved) {
      // The work goes on even if the page has closed the bar.
      if (!model.isClosed) model.set({ ...moved });
    },
    close: () => model.close(),
  };
}
