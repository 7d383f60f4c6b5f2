import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Readable } from '../store/store';
import { useStore } from '../store/use-store';
import type { Mode } from './mode';

interface ModeBannerProps {
  readonly mode: Readable<Mode>;
  readonly trans: TranslationBundle;
  readonly onLeave: () => void;
  readonly onSave: () => void;
}

/** Says that the sidebar does not show the account as it is, or that it records. Empty otherwise. */
export class ModeBanner extends ReactWidget {
  constructor(private readonly props: ModeBannerProps) {
    super();
    this.addClass('tj-mode-banner');
  }

  protected override render(): JSX.Element {
    return <Banner {...this.props} />;
  }
}

function Banner({ mode, trans, onLeave, onSave }: ModeBannerProps): JSX.Element {
  const { recordingTitle, isRecording } = useStore(mode);
  return (
    <div role="status">
      {recordingTitle !== undefined && (
        <p className="tj-note">
          {trans.__('Recorded: %1.', recordingTitle)} {trans.__('Nothing here costs anything.')}{' '}
          <button type="button" className="tj-button" onClick={onLeave}>
            {trans.__('Back to your account')}
          </button>
        </p>
      )}
      {recordingTitle === undefined && isRecording && (
        <p className="tj-note">
          {trans.__('Recording what you do here.')}{' '}
          <button type="button" className="tj-button" onClick={onSave}>
            {trans.__('Save the recording')}
          </button>
        </p>
      )}
    </div>
  );
}
