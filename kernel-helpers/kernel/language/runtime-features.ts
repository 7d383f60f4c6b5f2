/** What not every Node.js has; the names are those of TypeScript's libraries where one describes it. */
const NEWEST_PARTS: Readonly<Record<string, () => boolean>> = {
  'es2024.arraybuffer': () => 'transfer' in ArrayBuffer.prototype,
  'es2024.collection': () => 'groupBy' in Map,
  'es2024.object': () => 'groupBy' in Object,
  'es2024.promise': () => 'withResolvers' in Promise,
  'es2024.regexp': () => 'unicodeSets' in RegExp.prototype,
  'es2024.sharedmemory': () => 'waitAsync' in Atomics,
  'es2024.string': () => 'isWellFormed' in String.prototype,
  'esnext.array': () => 'fromAsync' in Array,
  'esnext.collection': () => 'union' in Set.prototype,
  'esnext.decorators': () => 'metadata' in Symbol,
  // Without it, `@types/node` declares what `using` needs.
  'esnext.disposable': () => 'DisposableStack' in globalThis,
  'esnext.error': () => 'isError' in Error,
  'esnext.float16': () => 'Float16Array' in globalThis,
  'esnext.iterator': () => 'Iterator' in globalThis,
  'esnext.promise': () => 'try' in Promise,
  'esnext.sharedmemory': () => 'pause' in Atomics,
  navigator: () => 'navigator' in globalThis,
  'RegExp.escape': () => 'escape' in RegExp,
  'resizable buffers': () => 'resize' in ArrayBuffer.prototype,
};

/**
 * What the Node.js that runs has. While it builds a snapshot it has less (20 to 24 lack much of their newest JavaScript
 * then), so a snapshot takes this list from the process that builds it.
 */
export const RUNTIME_FEATURES: readonly string[] = Object.entries(NEWEST_PARTS).flatMap(([name, isThere]) =>
  isThere() ? [name] : [],
);
