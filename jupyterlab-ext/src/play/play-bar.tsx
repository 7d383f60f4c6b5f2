import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Readable } from '../store/store';
import { useStore } from '../store/use-store';
import type { Pacing } from './pacing';
import type { PlayState } from './play-state';

interface PlayBarProps {
  readonly state: Readable<PlayState>;
  readonly pacing: Pacing;
  readonly trans: TranslationBundle;
}

/** Says at the bottom of the page how far the play is, and which keys hold it, go on, and end it. */
export class PlayBar extends ReactWidget {
  constructor(private readonly props: PlayBarProps) {
    super();
    this.addClass('tj-play-bar');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', props.trans.__('Play of the notebook'));
  }

  protected override render(): JSX.Element {
    return <Bar {...this.props} />;
  }
}

function Bar({ state, pacing, trans }: PlayBarProps): JSX.Element {
  const now = useStore(state);
  const isHeld = useStore(pacing.isHeld);
  const isOver = now.is === 'over';
  return (
    <>
      <span className="tj-play-state" role="status">
        {wordFor(now, isHeld, trans)}
      </span>
      <span className="tj-play-place">
        {now.of > 0 && !isOver && trans.__('cell %1 of %2', now.cell, now.of)}
        {now.heading !== '' && !isOver && ` · ${now.heading}`}
      </span>
      {!isOver && (
        <>
          <Key
            name={trans.__('Space')}
            text={isHeld ? trans.__('go on') : trans.__('pause')}
            act={() => pacing.toggle()}
          />
          <Key name="→" text={trans.__('next')} act={() => pacing.next()} />
        </>
      )}
      <Key name="Esc" text={isOver ? trans.__('close') : trans.__('end')} act={() => pacing.end()} />
    </>
  );
}

interface KeyProps {
  readonly name: string;
  readonly text: string;
  readonly act: () => void;
}

function Key({ name, text, act }: KeyProps): JSX.Element {
  return (
    <button type="button" className="tj-play-key" onClick={act}>
      <kbd>{name}</kbd> {text}
    </button>
  );
}

function wordFor({ is, problem, notebook }: PlayState, isHeld: boolean, trans: TranslationBundle): string {
  if (problem !== undefined) return problem;
  if (is === 'over') return trans.__('The play is over.');
  if (is === 'opening') return trans.__('Opening %1…', notebook);
  if (is === 'failed') return trans.__('This cell failed.');
  if (is === 'running') return trans.__('Running…');
  return isHeld ? trans.__('Paused') : trans.__('Playing');
}
