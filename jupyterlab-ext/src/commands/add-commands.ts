import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Sidebar } from '../panel/sidebar';
import { CONNECTION_COMMANDS } from './connection-commands';
import { JOB_COMMANDS } from './job-commands';
import { MODE_COMMANDS } from './mode-commands';
import type { SidebarCommand } from './sidebar-command';
import { TABLE_COMMANDS } from './table-commands';
import { VIEW_COMMANDS } from './view-commands';

interface Request {
  readonly commands: CommandRegistry;
  readonly palette: ICommandPalette | null;
  readonly trans: TranslationBundle;
  readonly sidebar: Sidebar;
  readonly show: () => void;
}

const COMMANDS: readonly SidebarCommand[] = [
  ...CONNECTION_COMMANDS,
  ...TABLE_COMMANDS,
  ...JOB_COMMANDS,
  ...VIEW_COMMANDS,
  ...MODE_COMMANDS,
];

/** Adds everything that people can do in the sidebar to JupyterLab's commands and to its palette. */
export function addCommands({ commands, palette, trans, sidebar, show }: Request): void {
  const category = trans.__('Tables and jobs');
  commands.addCommand('tables-and-jobs:show', {
    label: trans.__('Show tables and jobs'),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: show,
  });
  palette?.addItem({ command: 'tables-and-jobs:show', category });
  for (const { id, label, args = {} } of COMMANDS) {
    commands.addCommand(id, {
      label: label(trans),
      describedBy: { args: { type: 'object', properties: args } },
      execute: async (given) => (await sidebar.content()).execute(id, given),
    });
    palette?.addItem({ command: id, category });
  }
}
