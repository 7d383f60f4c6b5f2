import { join } from 'node:path';

/** Options of V8 for every start and for building a snapshot: V8 refuses a snapshot built with other options. */
const V8_OPTIONS: readonly string[] = [
  // Without this, V8 lets what cells leave behind fill half a gigabyte before it collects that.
  '--heap-growing-percent=40',
  // V8's own value is 16. The kernel then holds up to 16 MB more. Code that does nothing but make lists of 100,000
  // objects takes a fifth more time with 8.
  '--max-semi-space-size=8',
];

/** What Node.js must be started with to run a kernel. */
export const KERNEL_NODE_OPTIONS: readonly string[] = [
  // Without this option, the process aborts when a busy cell is interrupted: the stack of async ids is not unwound.
  '--no-force-async-hooks-checks',
  '--require',
  join(__dirname, 'own-packages-preload.js'),
  ...V8_OPTIONS,
];

/**
 * What Node.js must be started with to build a snapshot. Each start with `--no-force-async-hooks-checks` lowers a counter
 * by one, and the snapshot keeps that counter. Built without checks, it would hold 0, and a kernel would lower that to
 * 2³² - 1: all checks on. (`AsyncHooks::no_force_checks` in https://github.com/nodejs/node/blob/v20.x/src/env-inl.h)
 */
export const SNAPSHOT_NODE_OPTIONS: readonly string[] = ['--force-async-hooks-checks', ...V8_OPTIONS];

/**
 * For glibc: it gives back blocks of memory of at least this size as soon as they are free. Without this setting it
 * raises the threshold over time, and keeps a hundred megabytes that the compiler once needed.
 */
export const MALLOC_SETTING = { name: 'MALLOC_MMAP_THRESHOLD_', value: '131072' } as const;

/** The argument that may replace the connection file: with it, the kernel starts and ends again at once. */
export const TRY_START = '--try-start';
