import type { TranslationBundle } from '@jupyterlab/translation';
import type { RequestError } from '../backend/request-error';

interface Props {
  readonly error: RequestError;
  readonly trans: TranslationBundle;
  readonly onRetry?: () => void;
}

/** A failure in its place: what failed, what to do next, and a button to try again. */
export function ErrorNote({ error, trans, onRetry }: Props): JSX.Element {
  return (
    <div className="tj-note tj-error" role="alert">
      <p className="tj-error-message">{error.message}</p>
      {error.advice !== undefined && <p className="tj-error-advice">{error.advice}</p>}
      {onRetry !== undefined && (
        <button type="button" className="tj-button" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}
