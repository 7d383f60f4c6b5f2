import { PanelWithToolbar, ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { ReactNode } from 'react';
import type { Store } from '../store/store';
import { SectionBoundary } from './section-boundary';

/** What a section is made of: a name, a view, and what commands do in it. */
export interface Section {
  /** Such as `tables`: part of the widget's id and class. */
  readonly name: string;
  /** What people read. */
  readonly label: string;
  readonly view: ReactNode;
  /** Told whether the section is open, for one that does work only then. It begins closed. */
  readonly open?: Store<boolean>;
  /** By the command's id, for commands that this section carries out. */
  readonly acts: Readonly<Record<string, (args: unknown) => Promise<void>>>;
  /** Puts the keyboard into the section's first part. */
  focus(): void;
  close(): void;
}

class SectionView extends ReactWidget {
  constructor(private readonly section: Section) {
    super();
    this.addClass('tj-section');
    this.addClass(`tj-section-${section.name}`);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.section.open?.set(this.isVisible);
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.section.open?.set(this.isVisible);
  }

  protected override render(): JSX.Element {
    return <SectionBoundary>{this.section.view}</SectionBoundary>;
  }
}

/** The section as JupyterLab's accordion wants it. Each section is a React root of its own. */
export function sectionWidget(section: Section): PanelWithToolbar {
  const widget = new PanelWithToolbar();
  widget.id = `tables-and-jobs-${section.name}`;
  widget.title.label = section.label;
  widget.addWidget(new SectionView(section));
  return widget;
}
