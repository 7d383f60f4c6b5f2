// The kernel reads these names at its start, so this file loads nothing.

/** The comm target of the sidebar. Our kernel has it built in. */
export const SIDEBAR_TARGET = 'tables-and-jobs';

/** What `kernel_info` of our kernel says as its implementation; another kernel cannot answer the sidebar. */
export const KERNEL_IMPLEMENTATION = 'kernel-helpers';
