import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { Backend } from '../backend/backend';
import { sidebarIcon } from '../icon';
import { SectionBoundary } from '../panel/section-boundary';
import { TabVisibility } from './tab-visibility';

interface FollowedTabOptions {
  readonly id: string;
  readonly label: string;
  readonly backend: Backend;
}

/** A tab of JupyterLab's main area about jobs. It follows them while it is in view; else it asks for nothing, and nothing is sent to it. */
export abstract class FollowedTab extends ReactWidget {
  protected readonly visibility = new TabVisibility(this);
  private readonly backend: Backend;
  private release: (() => void) | undefined;

  constructor({ id, label, backend }: FollowedTabOptions) {
    super();
    this.backend = backend;
    this.id = id;
    this.addClass('tj-job-tab');
    this.title.label = label;
    this.title.icon = sidebarIcon;
    this.title.closable = true;
    this.visibility.subscribe(() => (this.visibility.state ? this.begin() : this.end()));
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.visibility.close();
    super.dispose();
  }

  /** What the tab shows. */
  protected abstract view(): JSX.Element;

  /** The tab came into view. */
  protected abstract follow(): void;

  /** The tab went out of view. */
  protected abstract rest(): void;

  protected override render(): JSX.Element {
    return <SectionBoundary>{this.view()}</SectionBoundary>;
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.visibility.notice();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.visibility.notice();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.visibility.notice();
  }

  private begin(): void {
    this.release ??= this.backend.keepOpen();
    this.follow();
  }

  private end(): void {
    this.rest();
    this.release?.();
    this.release = undefined;
  }
}
