import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

/** Names that came to JavaScript in the last years, or that declarations of Node.js leave out. */
const NAMES = [
  ...['Object.groupBy', 'Map.groupBy', 'Array.fromAsync', 'Promise.withResolvers', 'Promise.try', 'Error.isError'],
  ...['RegExp.escape', 'Atomics.waitAsync', 'Atomics.pause', 'AbortSignal.any', 'AbortSignal.timeout', 'URL.canParse'],
  ...['Array.prototype.toSorted', 'Array.prototype.findLast', 'Array.prototype.with', 'String.prototype.isWellFormed'],
  ...[
    'Set.prototype.union',
    'Set.prototype.isSubsetOf',
    'ArrayBuffer.prototype.resize',
    'ArrayBuffer.prototype.transfer',
  ],
  ...['RegExp.prototype.unicodeSets', 'Iterator.prototype.map', 'Iterator.from', 'Float16Array.prototype.fill'],
  ...['Math.f16round', 'Symbol.dispose', 'Symbol.asyncDispose', 'DisposableStack.prototype.use', 'console.Console'],
  ...['WebAssembly.instantiate', 'WebAssembly.Memory', 'structuredClone', 'Blob.prototype.text', 'File.prototype.name'],
  ...['fetch', 'Request.prototype.headers', 'Response.json', 'Headers.prototype.get', 'FormData.prototype.get'],
  ...[
    'navigator.hardwareConcurrency',
    'CustomEvent.prototype.detail',
    'performance.now',
    'crypto.subtle',
    'crypto.randomUUID',
  ],
  ...[
    'BroadcastChannel.prototype.postMessage',
    'CompressionStream.prototype.readable',
    'TextDecoderStream.prototype.readable',
  ],
  ...['ReadableStream.prototype.getReader', 'WritableStream.prototype.getWriter', 'TransformStream.prototype.readable'],
  ...['prompt', 'alert', 'confirm', 'Temporal.Now', 'document.body', 'localFunction.name'],
];

test('the checker offers a name exactly where the Node.js that runs has it', async () => {
  const asked = NAMES.map((name) => {
    const [holder = '', ...path] = name.split('.');
    const last = path.pop();
    const owner = [holder, ...path].reduce(
      (object, part) => `${object}?.[${JSON.stringify(part)}]`,
      'globalThis as any',
    );
    return last === undefined
      ? `${JSON.stringify(holder)} in globalThis`
      : `${JSON.stringify(last)} in Object(${owner.replace('globalThis as any', '(globalThis as any)')})`;
  });
  const { result } = await kernel.execute(`JSON.stringify([${asked.join(', ')}])`);
  const isThere: boolean[] = JSON.parse(String(result?.['text/plain']).slice(1, -1));

  const { error } = await kernel.execute(NAMES.map((name) => `void (() => ${name});`).join('\n'));

  const refused = new Set([...String(error?.evalue).matchAll(/^(\d+):/gm)].map(([, line]) => NAMES[Number(line) - 1]));
  expect(NAMES.filter((name) => !refused.has(name))).toEqual(NAMES.filter((_name, index) => isThere[index]));
});

test.each([
  [
    'the names of types for the web',
    'const given: [BufferSource, HeadersInit, BodyInit, BlobPart, RequestInit, ResponseInit] = [new Uint8Array(1), { a: "b" }, "x", "y", {}, {}];\ngiven.length',
    '6',
  ],
  ['a regular expression with the flag v', '/^[\\p{L}--[a-z]]$/v.test("É")', 'true'],
  ['a memory of WebAssembly', 'new WebAssembly.Memory({ initial: 1 }).buffer.byteLength', '65536'],
  [
    'decorators as JavaScript has them',
    'const twice = (method: (x: number) => number, context: ClassMethodDecoratorContext) => (x: number) => 2 * method(x);\nclass Sum { @twice one(x: number) { return x; } }\nnew Sum().one(21)',
    '42',
  ],
  ['// @ts-nocheck', '// @ts-nocheck\nconst text: string = 3; text', '3'],
  [
    '// @ts-expect-error and // @ts-ignore',
    '// @ts-expect-error\nconst a: string = 3;\n// @ts-ignore\nconst b: string = 4; [a, b]',
    '[ 3, 4 ]',
  ],
  [
    'using',
    'const log: string[] = []; { using file = { [Symbol.dispose]: () => void log.push("closed") }; } log',
    "[ 'closed' ]",
  ],
])('a cell may use %s', async (_what, code, expected) => {
  const { error, result } = await kernel.execute(code);

  expect(error).toBeUndefined();
  expect(result).toEqual({ 'text/plain': expected });
});

test('a cell with JSX is refused in words that say what to do', async () => {
  const { error } = await kernel.execute('const list = <ul><li>1</li></ul>;');

  expect(error?.evalue).toMatch(/^1:14 - A cell is TypeScript without JSX.*\.tsx beside the notebook/);
});
