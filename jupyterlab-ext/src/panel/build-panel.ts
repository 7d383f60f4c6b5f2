import { SidePanel } from '@jupyterlab/ui-components';
import { AccordionPanel, type Widget } from '@lumino/widgets';
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
  /** Reads what the first look will show. Never rejects. */
  prefetch(): Promise<void>;
  close(): void;
}

/** Loaded when the sidebar is first shown: all that is more than wiring is reached from here. */
export function buildPanel(surroundings: Surroundings): PanelContent {
  const account = new AccountStore(surroundings.backend);
  const tables = tablesSection(surroundings, account);
  const jobs = jobsSection(surroundings);
  const sections: readonly Section[] = [connectionSection(surroundings, account), tables, jobs];
  const views = viewActs(surroundings, () => tables.selected());
  const widget = new SidePanel({ translator: surroundings.translator });
  for (const section of sections) widget.addWidget(sectionWidget(section));
  // Which section takes the keyboard when JupyterLab next activates the sidebar.
  let next: Section = tables;
  const showJobs = async () => {
    next = jobs;
    if (widget.content instanceof AccordionPanel) widget.content.expand(sections.indexOf(jobs));
    await surroundings.app.commands.execute('tables-and-jobs:show');
  };
  return {
    widget,
    execute: async (command, args) => {
      const act = [{ 'tables-and-jobs:show-jobs': showJobs }, views, ...sections.map(({ acts }) => acts)].find((acts) =>
        Object.hasOwn(acts, command),
      )?.[command];
      if (act === undefined) throw new Error(`No part of the sidebar carries out ${command}.`);
      await act(args);
    },
    focus: () => {
      next.focus();
      next = tables;
    },
    prefetch: async () => {
      await Promise.all([account.refresh(), tables.prefetch()]);
    },
    close: () => {
      for (const section of sections) section.close();
    },
  };
}
