import { startLab } from '../lab/start-lab';
import type { AccountKind } from '../notebook-accounts';
import type { NotebookLanguage } from '../notebooks/shipped-notebooks';
import { chooseNotebooks } from './demo-notebooks';
import { demoPage } from './demo-page';
import { setTheStage } from './set-the-stage';

export interface PlayDemoOptions {
  readonly root: string;
  readonly account: AccountKind;
  /** Do not ask before real accounts are used. */
  readonly yes: boolean;
  readonly port?: number | undefined;
  readonly browser: boolean;
  readonly language: NotebookLanguage;
  /** A notebook's path below `notebooks/`, or a part of it. @default the whole story */
  readonly notebook?: string | undefined;
  /** A part of a heading, or the number of a cell. */
  readonly from?: string | undefined;
  /** How long the pauses are: 1 as a speaker needs them, 0 none. */
  readonly pace: number;
  /** How large the notebook is: 1 as usual. */
  readonly zoom: number;
}

const HOW_TO_PLAY = `In the browser: Space pauses and goes on, → goes to the next step, Esc ends the play.
The notebooks that play are copies in out/demo/, made anew at each start.`;

/** JupyterLab that plays the story by itself at a speaker's pace, until Ctrl-C. */
export async function playDemo(options: PlayDemoOptions): Promise<void> {
  const { root, language, notebook, from, pace, zoom, ...start } = options;
  const notebooks = await setTheStage(root, await chooseNotebooks({ root, language, wanted: notebook }));
  await startLab({
    ...start,
    root,
    page: demoPage({ notebooks, pace, zoom, from }),
    doing: 'Play the demo',
    hint: HOW_TO_PLAY,
    sidebar: { presenterMode: true, language },
  });
}
