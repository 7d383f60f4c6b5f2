/**
 * What Node.js must be started with. Without it, the process aborts when a busy cell is interrupted,
 * because the stack of async ids is then not unwound.
 */
export const KERNEL_NODE_OPTIONS: readonly string[] = ['--no-force-async-hooks-checks'];

/** What the kernel may be started with in place of a connection file: it starts, and ends again at once. */
export const TRY_START = '--try-start';
