import type { FromPage } from 'kernel-helpers/sidebar-contract/index';

/** How JupyterLab's server keeps the hidden session apart from those of notebooks and consoles. */
export const HIDDEN_SESSION_TYPE = 'tables-and-jobs';

/** A comm of the hidden session's kernel. */
export interface SessionComm {
  send(message: FromPage): void;
  /** At once, so that a page that goes away can still do it. Calling it twice is fine. */
  close(): void;
}

export interface CommEars {
  message(data: unknown): void;
  /** The kernel has closed the comm. */
  closed(): void;
}

export interface SessionKernel {
  openComm(target: string, ears: CommEars): SessionComm;
}

/** The Jupyter session whose kernel answers. All tabs of one browser share it, and so do reloads of the page. */
export interface HiddenSession {
  /**
   * Joins the session where it runs, else starts it.
   * @param onEnd called once when the joined kernel has ended or cannot be reached any more
   * @throws RequestError with the reason `kernel-not-ours` if it cannot be started
   */
  join(request: { readonly isRetry: boolean; readonly onEnd: () => void }): Promise<SessionKernel>;
  /** Ends the session and its kernel for all tabs. */
  end(): Promise<void>;
  /** How many comms of the sidebar its kernel has, those of other tabs included; 0 without a session. */
  countComms(target: string): Promise<number>;
  /** Leaves the session, which goes on. Calling it twice is fine. */
  leave(): void;
}
