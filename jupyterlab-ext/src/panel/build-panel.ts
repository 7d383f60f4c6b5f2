import { SidePanel } from '@jupyterlab/ui-components';
import { AccordionPanel, type Widget } from '@lumino/widgets';
import { AccountStore } from '../account/account-store';
import { connectionSection } from '../connection/connection-section';
import { jobsSection } from '../jobs/jobs-section';
import { viewActs } from '../main-area/view-acts';
import type { Surroundings } from '../surroundings';
import { tablesSection } from '../tables/tables-section';
import { variablesSection } from '../variables/variables-section';
import { type Section, sectionWidget } from './section';

/** A section with less of the panel's height shows none of its rows. */
const SMALLEST_SHARE = 0.05;

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
  const variables = variablesSection(surroundings);
  const sections: readonly Section[] = [connectionSection(surroundings, account), tables, variables, jobs];
  const views = viewActs(surroundings, () => tables.selected());
  const widget = new SidePanel({ translator: surroundings.translator });
  for (const section of sections) widget.addWidget(sectionWidget(section));
  const accordion = widget.content instanceof AccordionPanel ? widget.content : undefined;
  if (accordion !== undefined) beginClosed(accordion, sections);
  // Which section takes the keyboard when JupyterLab next activates the sidebar.
  let next: Section = tables;
  const goTo = (section: Section) => async () => {
    next = section;
    accordion?.expand(sections.indexOf(section));
    await surroundings.app.commands.execute('tables-and-jobs:show');
  };
  const goings: Section['acts'] = {
    'tables-and-jobs:show-jobs': goTo(jobs),
    'tables-and-jobs:show-variables': goTo(variables),
  };
  return {
    widget,
    execute: async (command, args) => {
      const act = [goings, views, ...sections.map(({ acts }) => acts)].find((acts) => Object.hasOwn(acts, command))?.[
        command
      ];
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

/** Closes the sections that work only while they are open. Lumino gives such a section no height when it is first opened. */
function beginClosed(accordion: AccordionPanel, sections: readonly Section[]): void {
  accordion.expansionToggled.connect((_, index) => {
    const isFlat = accordion.widgets[index]?.isVisible && (accordion.relativeSizes()[index] ?? 0) < SMALLEST_SHARE;
    if (isFlat) accordion.setRelativeSizes(accordion.widgets.map(({ isHidden }) => (isHidden ? 0 : 1)));
  });
  sections.forEach(({ open }, index) => {
    if (open !== undefined) accordion.collapse(index);
  });
}
