/** What V8 must be told at every start, and when a snapshot is built: a snapshot fits no other options of V8. */
const V8_OPTIONS: readonly string[] = [
  // Each cell leaves a type checker behind, and V8 would let them pile up to half a gigabyte before it collects them.
  '--heap-growing-percent=60',
];

/** What Node.js must be started with to run a kernel. */
export const KERNEL_NODE_OPTIONS: readonly string[] = [
  // Without it, the process aborts when a busy cell is interrupted, because the stack of async ids is not unwound.
  '--no-force-async-hooks-checks',
  ...V8_OPTIONS,
];

/**
 * What Node.js must be started with to build a snapshot. Each start with `--no-force-async-hooks-checks` lowers a counter
 * by one, and the snapshot keeps that counter. Built without checks, it would hold 0, and a kernel would lower that to
 * 2³² - 1: all checks on. (`AsyncHooks::no_force_checks` in https://github.com/nodejs/node/blob/v20.x/src/env-inl.h)
 */
export const SNAPSHOT_NODE_OPTIONS: readonly string[] = ['--force-async-hooks-checks', ...V8_OPTIONS];

/**
 * For glibc: parts of memory from this size on are given back when they are no longer used. By itself it raises the
 * threshold as it goes, and keeps a hundred megabytes that the compiler once needed.
 */
export const MALLOC_SETTING = { name: 'MALLOC_MMAP_THRESHOLD_', value: '131072' } as const;

/** What the kernel may be started with in place of a connection file: it starts, and ends again at once. */
export const TRY_START = '--try-start';
