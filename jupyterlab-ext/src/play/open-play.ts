import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { systemClock } from '../recorded/clock';
import { Store } from '../store/store';
import { Pacing } from './pacing';
import { PlayBar } from './play-bar';
import { hearKeys } from './play-keys';
import { type PlayedNotebook, playNotebooks } from './play-notebooks';
import type { PlayRequest } from './play-request';
import type { PlayState } from './play-state';
import { Stage } from './stage';

interface Request {
  readonly app: JupyterFrontEnd;
  readonly notebooks: INotebookTracker;
  readonly trans: TranslationBundle;
  readonly request: PlayRequest;
}

const PLAYS = 'tj-plays';

/** Plays notebooks with a bar and keys for the speaker. Returns what ends that; calling it twice is fine. */
export function openPlay({ app, notebooks, trans, request }: Request): () => void {
  const pacing = new Pacing(request.pace, systemClock);
  const state = new Store<PlayState>({ is: 'opening', notebook: '', cell: 0, of: 0, heading: '' });
  const bar = new PlayBar({ state, pacing, trans });
  Widget.attach(bar, document.body);
  const forgetKeys = hearKeys(pacing);
  document.body.classList.add(PLAYS);
  document.body.style.setProperty('--tj-play-zoom', String(request.zoom));
  pacing.signal.addEventListener('abort', () => {
    forgetKeys();
    bar.dispose();
    document.body.classList.remove(PLAYS);
    document.body.style.removeProperty('--tj-play-zoom');
  });
  const open = async (path: string): Promise<PlayedNotebook> => {
    await app.commands.execute('docmanager:open', { path, factory: 'Notebook' });
    const panel = notebooks.find(({ context }) => context.path === path);
    if (panel === undefined) throw new Error(trans.__('%1 is no notebook, or is not there.', path));
    app.shell.activateById(panel.id);
    return new Stage(panel);
  };
  void playNotebooks({ request, open, pacing, state, trans });
  return () => pacing.end();
}
