import type { MimeBundle } from '../cell/kernel-bridge';
import { UserError } from '../errors';
import { PROGRESS_CSS, PROGRESS_ESM, READY } from './progress-front-end';
import { WidgetModel } from './widget-model';
import { widgetView } from './widget-output';

export interface ProgressState {
  readonly title: string;
  readonly done: number;
  /** Null where nobody knows. */
  readonly total: number | null;
  /** What stands beside the bar. */
  readonly text: string;
}

/** A progress bar that moves inside the page, once a page has said that it can draw it. */
export interface ProgressWidget {
  /** The view to show instead of other forms of the bar; undefined as long as no page has said that it can draw it. */
  readonly view: MimeBundle | undefined;
  move(state: ProgressState): void;
  /** Twice is fine. */
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
      throw new UserError(`The page cannot change the ${key} of a progress.`);
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
      // The page may have closed it, and the work goes on.
      if (!model.isClosed) model.set({ ...moved });
    },
    close: () => model.close(),
  };
}
