import type { ISessionContext } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { VariableList } from 'kernel-helpers/sidebar-contract/index';
import { type Readable, Store } from '../store/store';
import { askForVariables, isEndOfCell, listsVariables } from './notebook-kernel';

/** More rows than this nobody reads; the filter finds the others. */
export const MOST_SHOWN = 200;

export type Variables =
  /** No notebook is open, or its kernel has not started. */
  | { readonly is: 'none' }
  | { readonly is: 'other-kernel' }
  | { readonly is: 'listed'; readonly list: VariableList }
  | { readonly is: 'failed'; readonly error: unknown };

/**
 * The variables of the notebook that is in front, read again after each of its cells. While nobody looks, nothing is
 * asked; and however fast cells end, one question waits at most.
 */
export class VariablesStore implements Readable<Variables> {
  readonly filter = new Store('');
  private readonly variables = new Store<Variables>({ is: 'none' });
  private readonly forget: readonly (() => void)[];
  private context: ISessionContext | undefined;
  private isDue = true;
  private isAsking = false;
  private isClosed = false;

  constructor(
    private readonly notebooks: INotebookTracker,
    /** Whether somebody looks at the list. */
    private readonly shown: Readable<boolean>,
  ) {
    notebooks.currentChanged.connect(this.follow);
    this.forget = [shown.subscribe(this.look), this.filter.subscribe(this.askAnew)];
    this.follow();
  }

  get state(): Variables {
    return this.variables.state;
  }

  readonly subscribe = (listener: () => void): (() => void) => this.variables.subscribe(listener);

  /** Calling it twice is fine. */
  close(): void {
    this.isClosed = true;
    this.notebooks.currentChanged.disconnect(this.follow);
    for (const forget of this.forget) forget();
    this.leave();
  }

  private readonly follow = (): void => {
    this.leave();
    this.context = this.notebooks.currentWidget?.sessionContext;
    this.context?.iopubMessage.connect(this.hear);
    this.context?.kernelChanged.connect(this.begin);
    this.context?.statusChanged.connect(this.noticeStatus);
    this.begin();
  };

  private leave(): void {
    this.context?.iopubMessage.disconnect(this.hear);
    this.context?.kernelChanged.disconnect(this.begin);
    this.context?.statusChanged.disconnect(this.noticeStatus);
    this.context = undefined;
  }

  /** What another kernel had is gone. */
  private readonly begin = (): void => {
    this.variables.set({ is: 'none' });
    this.askAnew();
  };

  private readonly hear = (_: unknown, message: KernelMessage.IMessage): void => {
    if (isEndOfCell(message)) this.askAnew();
  };

  private readonly noticeStatus = (_: unknown, status: Kernel.Status): void => {
    if (status === 'restarting' || status === 'autorestarting' || status === 'dead') this.begin();
  };

  private readonly askAnew = (): void => {
    this.isDue = true;
    this.look();
  };

  private readonly look = (): void => {
    if (this.isDue && this.shown.state && !this.isAsking && !this.isClosed) void this.ask();
  };

  private async ask(): Promise<void> {
    const kernel = this.context?.session?.kernel;
    if (kernel == null) return;
    this.isDue = false;
    this.isAsking = true;
    const variables = await this.answerOf(kernel);
    this.isAsking = false;
    // By now another notebook may be in front.
    if (kernel === this.context?.session?.kernel) this.variables.set(variables);
    else this.isDue = true;
    this.look();
  }

  private async answerOf(kernel: Kernel.IKernelConnection): Promise<Variables> {
    try {
      if (!(await listsVariables(kernel))) return { is: 'other-kernel' };
      const list = await askForVariables(kernel, { matching: this.filter.state, limit: MOST_SHOWN });
      return { is: 'listed', list };
    } catch (error) {
      // A kernel that ends answers nothing more; the next one is asked again.
      return kernel.isDisposed || kernel.status === 'dead' ? { is: 'none' } : { is: 'failed', error };
    }
  }
}
