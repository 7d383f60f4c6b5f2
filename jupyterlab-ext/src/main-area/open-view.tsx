import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { ReactNode } from 'react';
import { sidebarIcon } from '../icon';
import { SectionBoundary } from '../panel/section-boundary';
import type { Surroundings } from '../surroundings';

export interface MainView {
  /** One tab for each id. */
  readonly id: string;
  readonly label: string;
  readonly caption: string;
  readonly view: ReactNode;
  /** Called when the tab is closed. */
  onClose(): void;
}

/** Opens a tab in JupyterLab's main area, or shows the one that is open already. */
export function openView({ app, backend }: Surroundings, id: string, make: () => Omit<MainView, 'id'>): void {
  if (![...app.shell.widgets('main')].some((widget) => widget.id === id)) {
    const widget = new MainAreaWidget({ content: new ViewWidget({ id, ...make() }, () => backend.keepOpen()) });
    widget.id = id;
    widget.title.label = widget.content.view.label;
    widget.title.caption = widget.content.view.caption;
    widget.title.icon = sidebarIcon;
    widget.title.closable = true;
    app.shell.add(widget, 'main');
  }
  app.shell.activateById(id);
}

class ViewWidget extends ReactWidget {
  private letGo: (() => void) | undefined;

  constructor(
    readonly view: MainView,
    private readonly keepOpen: () => () => void,
  ) {
    super();
    this.addClass('tj-main');
    this.node.tabIndex = -1;
  }

  protected override render(): JSX.Element {
    return <SectionBoundary>{this.view.view}</SectionBoundary>;
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.letGo ??= this.keepOpen();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.rest();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.rest();
    this.view.onClose();
    super.dispose();
  }

  private rest(): void {
    this.letGo?.();
    this.letGo = undefined;
  }
}
