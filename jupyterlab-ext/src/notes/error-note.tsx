import type { TranslationBundle } from '@jupyterlab/translation';
import { RequestError } from '../backend/request-error';
import { errorPicture } from './error-picture';
import { remedyFor } from './error-remedy';

interface Props {
  readonly error: unknown;
  readonly trans: TranslationBundle;
  readonly onRetry?: () => void;
  /** Runs the doctor; its button is there where the reason says that the doctor knows more. */
  readonly onDoctor?: () => void;
}

/** A failure in its place: a picture of its reason, what failed, what to do next, and the buttons that help. */
export function ErrorNote({ error, trans, onRetry, onDoctor }: Props): JSX.Element {
  const { reason, message, advice } = RequestError.from(error);
  const asksDoctor = onDoctor !== undefined && remedyFor(reason) === 'doctor';
  return (
    <div className="tj-note tj-error" role="alert">
      <p className="tj-error-message">
        <span className={`tj-picture tj-picture-error-${errorPicture(reason)}`} aria-hidden="true" /> {message}
      </p>
      {advice !== undefined && <p className="tj-error-advice">{advice}</p>}
      {asksDoctor && (
        <button type="button" className="tj-button" onClick={onDoctor}>
          {trans.__('Run the doctor')}
        </button>
      )}{' '}
      {onRetry !== undefined && (
        <button type="button" className="tj-button" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}
