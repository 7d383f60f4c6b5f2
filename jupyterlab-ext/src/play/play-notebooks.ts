import type { TranslationBundle } from '@jupyterlab/translation';
import type { Store } from '../store/store';
import { findStart, headingsBySection } from './find-start';
import { type Pacing, PlayEnded } from './pacing';
import type { PlayRequest } from './play-request';
import type { PlayState } from './play-state';
import { lookingTime, readingTime, type ShownCell } from './speaker-time';

/** A notebook that is played. `Stage` is one in JupyterLab. */
export interface PlayedNotebook {
  readonly title: string;
  /** The notebook was closed. */
  readonly isGone: boolean;
  ready(): Promise<void>;
  cells(): readonly ShownCell[];
  cell(index: number): ShownCell;
  /** Brings a cell into view. */
  show(index: number): void;
  /** Runs a cell to its end. False if it failed. */
  run(index: number): Promise<boolean>;
  /** Brings what the cell has shown into view. */
  showOutputs(index: number): Promise<void>;
}

export interface PlayOptions {
  readonly request: PlayRequest;
  readonly open: (path: string) => Promise<PlayedNotebook>;
  readonly pacing: Pacing;
  readonly state: Store<PlayState>;
  readonly trans: TranslationBundle;
}

/**
 * Plays notebooks one after the other: shows each cell as long as people need to read it, runs it, waits for its end,
 * and shows what it has brought. After a cell that failed, it waits until the speaker goes on or ends.
 */
export async function playNotebooks(options: PlayOptions): Promise<void> {
  const { request, open, state, trans } = options;
  try {
    for (const [place, path] of request.notebooks.entries()) {
      state.update(() => ({ is: 'opening', notebook: path, cell: 0, of: 0, heading: '' }));
      const notebook = await open(path);
      await notebook.ready();
      await play(notebook, place === 0 ? request.from : undefined, options);
    }
    state.update((last) => ({ ...last, is: 'over' }));
  } catch (error) {
    if (error instanceof PlayEnded) return;
    const problem = error instanceof Error ? error.message : String(error);
    state.update((last) => ({ ...last, is: 'over', problem: trans.__('The play has stopped: %1', problem) }));
  }
}

async function play(notebook: PlayedNotebook, from: string | undefined, options: PlayOptions): Promise<void> {
  const { pacing, state, trans } = options;
  const cells = notebook.cells();
  const start = from === undefined ? 0 : findStart(cells, from);
  if (start === undefined) throw new Error(trans.__('no cell has the number or the heading "%1".', from ?? ''));
  const headings = headingsBySection(cells);
  for (const [index, { type }] of cells.entries()) {
    const tell = (is: PlayState['is']) =>
      state.set({ is, notebook: notebook.title, cell: index + 1, of: cells.length, heading: headings[index] ?? '' });
    const isShown = index >= start;
    tell('playing');
    if (isShown) {
      notebook.show(index);
      await pacing.wait(readingTime(notebook.cell(index)));
    }
    if (type !== 'code') continue;
    tell('running');
    const isWell = await notebook.run(index);
    if (pacing.signal.aborted) throw new PlayEnded();
    if (notebook.isGone) throw new Error(trans.__('the notebook was closed.'));
    if (!isWell) {
      tell('failed');
      pacing.hold();
    } else if (!isShown) continue;
    await notebook.showOutputs(index);
    await pacing.wait(lookingTime(notebook.cell(index)));
  }
}
