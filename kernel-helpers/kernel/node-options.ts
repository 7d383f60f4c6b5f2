/** What Node.js must be started with, and a snapshot be built with: it fits no other options of V8. */
export const KERNEL_NODE_OPTIONS: readonly string[] = [
  // Without it, the process aborts when a busy cell is interrupted, because the stack of async ids is not unwound.
  '--no-force-async-hooks-checks',
  // Each cell leaves a type checker behind, and V8 would let them pile up to half a gigabyte before it collects them.
  '--heap-growing-percent=60',
];

/**
 * For glibc: parts of memory from this size on are given back when they are no longer used. By itself it raises the
 * threshold as it goes, and keeps a hundred megabytes that the compiler once needed.
 */
export const MALLOC_SETTING = { name: 'MALLOC_MMAP_THRESHOLD_', value: '131072' } as const;

/** What the kernel may be started with in place of a connection file: it starts, and ends again at once. */
export const TRY_START = '--try-start';
