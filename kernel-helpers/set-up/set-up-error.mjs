/** A set-up that could not go on, for a reason that its user can act on: the message says what to do. */
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
