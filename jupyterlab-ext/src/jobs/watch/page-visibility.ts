import { type Readable, Store } from '../../store/store';

/** Whether the browser's tab is in view. */
export class PageVisibility implements Readable<boolean> {
  private readonly store = new Store(document.visibilityState === 'visible');
  private readonly notice = () => this.store.set(document.visibilityState === 'visible');

  constructor() {
    document.addEventListener('visibilitychange', this.notice);
  }

  get state(): boolean {
    return this.store.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.store.subscribe(listener);

  /** Calling it twice is fine. */
  close(): void {
    document.removeEventListener('visibilitychange', this.notice);
  }
}
