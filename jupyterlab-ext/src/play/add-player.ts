import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { type PlayRequest, playRequestIn, withoutPlayRequest } from './play-request';

interface Surroundings {
  readonly app: JupyterFrontEnd;
  readonly notebooks: INotebookTracker;
  readonly palette: ICommandPalette | null;
  readonly trans: TranslationBundle;
}

const COMMAND = 'tables-and-jobs:play-notebook';

/**
 * Adds the command that plays the notebook in front, and plays what the address of the page asks for. Its code is loaded
 * when something is played.
 */
export function addPlayer({ app, notebooks, palette, trans }: Surroundings): void {
  let end = (): void => {};
  const play = async (request: PlayRequest) => {
    const { openPlay } = await import('./open-play');
    end();
    end = openPlay({ app, notebooks, trans, request });
  };
  app.commands.addCommand(COMMAND, {
    label: trans.__('Play this notebook for an audience'),
    isEnabled: () => notebooks.currentWidget !== null,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          pace: { type: 'number', description: 'How long the pauses are: 1 as a speaker needs them, 0 none.' },
          from: { type: 'string', description: 'A part of a heading, or the number of a cell.' },
          zoom: { type: 'number', description: 'How large the notebook is: 1 as usual.' },
        },
      },
    },
    execute: async ({ pace, from, zoom }) => {
      const path = notebooks.currentWidget?.context.path;
      if (path === undefined) return;
      await play({
        notebooks: [path],
        pace: typeof pace === 'number' ? pace : 1,
        zoom: typeof zoom === 'number' ? zoom : 1,
        ...(typeof from === 'string' ? { from } : {}),
      });
    },
  });
  palette?.addItem({ command: COMMAND, category: trans.__('Tables and jobs') });
  playFromAddress(app, play);
}

/**
 * What is asked leaves the address before JupyterLab reads it, which keeps and repeats the rest: a reload of the page
 * plays nothing again.
 */
function playFromAddress(app: JupyterFrontEnd, play: (request: PlayRequest) => Promise<void>): void {
  const { pathname, search, hash } = window.location;
  const request = playRequestIn(search);
  if (request === undefined) return;
  window.history.replaceState(window.history.state, '', `${pathname}${withoutPlayRequest(search)}${hash}`);
  void app.restored.then(async () => {
    await app.commands.execute('tables-and-jobs:show');
    await play(request);
  });
}
