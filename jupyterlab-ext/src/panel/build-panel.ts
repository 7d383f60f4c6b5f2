import { SidePanel } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';
import { AccountStore } from '../account/account-store';
import { connectionSection } from '../connection/connection-section';
import { jobsSection } from '../jobs/jobs-section';
import { viewActs } from '../main-area/view-acts';
import type { Surroundings } from '../surroundings';
import { tablesSection } from '../tables/tables-section';
import { type Section, sectionWidget } from './section';

/** Something that fills the sidebar. */
export interface PanelContent<Shown extends Widget = Widget> {
  readonly widget: Shown;
  /** Carries out a command of one of the sections. */
  execute(command: string, args: unknown): Promise<void>;
  focus(): void;
  close(): void;
}

/** Loaded when the sidebar is first shown: all that is more than wiring is reached from here. */
export function buildPanel(surroundings: Surroundings): PanelContent {
  const account = new AccountStore(surroundings.backend);
  const tables = tablesSection(surroundings, account);
  const sections: readonly Section[] = [connectionSection(surroundings, account), tables, jobsSection(surroundings)];
  const views = viewActs(surroundings, () => tables.selected());
  const widget = new SidePanel({ translator: surroundings.translator });
  for (const section of sections) widget.addWidget(sectionWidget(section));
  return {
    widget,
    execute: async (command, args) => {
      const act = [views, ...sections.map(({ acts }) => acts)].find((acts) => Object.hasOwn(acts, command))?.[command];
      if (act === undefined) throw new Error(`No part of the sidebar carries out ${command}.`);
      await act(args);
    },
    focus: () => tables.focus(),
    close: () => {
      for (const section of sections) section.close();
    },
  };
}
