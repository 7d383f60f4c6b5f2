/** How a cell reaches the kernel's bridge, which kernel-helpers use. */
export const BRIDGE = "(globalThis as any)[Symbol.for('kernel-helpers.kernel-bridge')]";
