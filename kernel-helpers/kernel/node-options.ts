/**
 * What Node.js must be started with. Without it, the process aborts when a busy cell is interrupted,
 * because the stack of async ids is then not unwound.
 */
export const KERNEL_NODE_OPTIONS: readonly string[] = ['--no-force-async-hooks-checks'];
