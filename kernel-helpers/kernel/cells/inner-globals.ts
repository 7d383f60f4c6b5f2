/** Zod keeps its settings in globals, and this kernel has a copy of it. A cell that lists globals sees those of Node.js. */
export function hideInnerGlobals(): void {
  for (const name of Object.keys(globalThis)) {
    if (name.startsWith('__zod')) Object.defineProperty(globalThis, name, { enumerable: false });
  }
}
