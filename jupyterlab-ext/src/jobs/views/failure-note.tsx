import type { TranslationBundle } from '@jupyterlab/translation';
import { RequestError } from '../../backend/request-error';

interface FailureNoteProps {
  readonly error: unknown;
  readonly trans: TranslationBundle;
  readonly onRetry?: () => void;
}

/** What failed, what to do next, and a button to try again. */
export function FailureNote({ error, trans, onRetry }: FailureNoteProps): JSX.Element {
  const { message, advice } = RequestError.from(error);
  return (
    <div className="tj-note tj-failure" role="alert">
      <p>{message}</p>
      {advice !== undefined && <p>{advice}</p>}
      {onRetry !== undefined && (
        <button type="button" className="tj-button" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}
