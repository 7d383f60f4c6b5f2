import type { Widget } from '@lumino/widgets';
import { type Readable, Store } from '../store/store';

/** Whether a widget is in view, and the browser's tab too. Its owner calls `notice` when the widget shows or hides. */
export class TabVisibility implements Readable<boolean> {
  private readonly store = new Store(false);
  private readonly onPage = () => this.notice();

  constructor(private readonly widget: Widget) {
    document.addEventListener('visibilitychange', this.onPage);
  }

  get state(): boolean {
    return this.store.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  notice(): void {
    this.store.set(!this.widget.isDisposed && this.widget.isVisible && document.visibilityState === 'visible');
  }

  /** Out of view for ever. Calling it twice is fine. */
  close(): void {
    document.removeEventListener('visibilitychange', this.onPage);
    this.store.set(false);
  }
}
