import type { JobStatus } from 'kernel-helpers/sidebar-contract/index';

/** A shape for each state, so that nobody needs to see colours. */
const SHAPES: Readonly<Record<JobStatus, JSX.Element>> = {
  running: <path d="M8 2a6 6 0 1 1-6 6" fill="none" strokeWidth="2" />,
  stopping: (
    <>
      <path d="M8 2a6 6 0 1 1-6 6" fill="none" strokeWidth="2" />
      <path d="M6 6h4v4H6z" className="tj-status-filled" stroke="none" />
    </>
  ),
  completed: <path d="M3 8.5 6.5 12 13 4.5" fill="none" strokeWidth="2" />,
  stopped: <path d="M4 4h8v8H4z" className="tj-status-filled" stroke="none" />,
  failed: <path d="M4 4l8 8M12 4l-8 8" fill="none" strokeWidth="2" />,
  'in-service': (
    <>
      <circle cx="8" cy="8" r="6" fill="none" strokeWidth="1.5" />
      <circle cx="8" cy="8" r="3" className="tj-status-filled" stroke="none" />
    </>
  ),
  other: <circle cx="8" cy="8" r="5" fill="none" strokeWidth="2" strokeDasharray="2 2" />,
};

/** The picture of a state. It is silent: the state's word stands beside it or in the row's name. */
export function StatusPicture({ status, word }: { readonly status: JobStatus; readonly word: string }): JSX.Element {
  return (
    <span className={`tj-status tj-status-${status}`} title={word}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        {SHAPES[status]}
      </svg>
    </span>
  );
}
