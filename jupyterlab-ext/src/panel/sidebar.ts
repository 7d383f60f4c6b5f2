import type { Message } from '@lumino/messaging';
import { Panel } from '@lumino/widgets';
import { sidebarIcon } from '../icon';
import { type Readable, Store } from '../store/store';
import type { SidebarContent } from './open-content';

/** The sidebar's place in JupyterLab. It loads its content when it is first shown. */
export class Sidebar extends Panel {
  private readonly shown = new Store(false);
  private loading: Promise<SidebarContent> | undefined;
  private readonly noticePage = () => this.notice();

  constructor(private readonly load: () => Promise<SidebarContent>) {
    super();
    this.id = 'tables-and-jobs';
    this.addClass('tj-sidebar');
    this.title.icon = sidebarIcon;
    document.addEventListener('visibilitychange', this.noticePage);
  }

  /** Whether the sidebar is in view, and the browser's tab too. */
  get visible(): Readable<boolean> {
    return this.shown;
  }

  /** Loads the content if nothing has done so yet. A failed load is tried again by the next call. */
  content(): Promise<SidebarContent> {
    this.loading ??= this.load().then(
      (content) => {
        this.addWidget(content.widget);
        return content;
      },
      (error) => {
        this.loading = undefined;
        throw error;
      },
    );
    return this.loading;
  }

  /** Makes the sidebar ready for its first look, unless that look has begun. */
  async prefetch(): Promise<void> {
    if (this.loading === undefined) await (await this.content()).prefetch();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    document.removeEventListener('visibilitychange', this.noticePage);
    void this.loading?.then((content) => content.close());
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.notice();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.notice();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.notice();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    void this.content().then((content) => content.focus());
  }

  private notice(): void {
    this.shown.set(this.isVisible && document.visibilityState === 'visible');
    if (this.isVisible) void this.content();
  }
}
