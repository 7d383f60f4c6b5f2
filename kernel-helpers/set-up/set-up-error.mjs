/** Set-up cannot go on, and the user can correct the reason: the message says how. */
export class SetUpError extends Error {
  /** @override */
  name = 'SetUpError';
}

/** The user pressed Ctrl-C, or a parent asked this process to stop. */
export class InterruptedError extends Error {
  /** @override */
  name = 'InterruptedError';

  constructor() {
    super('Interrupted. The next run repairs what is half-made.');
  }
}
