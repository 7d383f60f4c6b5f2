import type { Execution, KernelClient } from './kernel-client';

/** Each cell prints this when it begins to be busy, because an earlier interrupt would find a cell that awaits. */
const STARTED = "console.log('started');";
const LOOP = `${STARTED} for (;;) {}`;

/** Cells that keep the kernel's thread busy, or waiting, until they are interrupted. */
export const BUSY_CELLS = {
  'a loop': `${STARTED}\nwhile (true) {}`,
  'a loop in a function': `function spin(): never { ${LOOP} }\nspin();`,
  'a loop in a generator': `function* numbers() { for (;;) yield 1; }\n${STARTED}\nfor (const _ of numbers()) {}`,
  'a program that is waited for': `${STARTED}\nrequire('node:child_process').execSync('sleep 20');`,
  'a regular expression that tries for ever': `${STARTED}\n/(a+)+$/.test('a'.repeat(60) + 'b');`,
  'a loop in a getter': `const house = { get rooms(): number { ${LOOP} } };\nhouse.rooms;`,
  'a loop in a proxy': `new Proxy({} as { rooms?: number }, { get() { ${LOOP} } }).rooms;`,
  'a loop in a class': `class House { static { ${LOOP} } }`,
  'a comparison that never ends': `[2, 1].sort(() => { ${LOOP} });`,
  'a loop in an async function, before its await': `async function early() { ${LOOP} }\nearly();`,
  'a loop in an async function, after its await': `async function late() { await null; ${LOOP} }\nawait late();`,
  'a loop in the callback of a promise': `await Promise.resolve().then(() => { ${LOOP} });`,
  'a loop in a timer': `await new Promise(() => setTimeout(() => { ${LOOP} }, 10));`,
  'a loop in a microtask': `queueMicrotask(() => { ${LOOP} });\nawait new Promise(() => {});`,
  'a loop in the next tick': `process.nextTick(() => { ${LOOP} });\nawait new Promise(() => {});`,
  'a loop in an immediate': `setImmediate(() => { ${LOOP} });\nawait new Promise(() => {});`,
  'a loop in the second of three immediates': `setImmediate(() => {});\nsetImmediate(() => { ${LOOP} });\nsetImmediate(() => {});
    await new Promise(() => {});`,
  'a loop in the callback of a library': `require('node:fs').stat('/', () => { ${LOOP} });\nawait new Promise(() => {});`,
  'a loop in another context': `${STARTED}\nrequire('node:vm').runInNewContext('for (;;);');`,
  'a thread that waits': `${STARTED}\nAtomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
  'a large value that is written again and again': `const houses = Array.from({ length: 300_000 }, (_, index) => ({ index, city: 'Oslo' }));
    ${STARTED}\nfor (;;) JSON.stringify(houses);`,
  'a loop that an AsyncLocalStorage runs': `new (require('node:async_hooks').AsyncLocalStorage)().run(1, () => { ${LOOP} });`,
  'a loop while a hook follows async calls': `require('node:async_hooks').createHook({ init() {}, before() {}, after() {} }).enable();
    ${LOOP}`,
} as const;

export const BUSY_CELL_NAMES = Object.keys(BUSY_CELLS) as readonly (keyof typeof BUSY_CELLS)[];

/** Interrupts a cell when it has printed something; then another cell reads a variable of an earlier one. */
export async function interruptBusyCell(
  kernel: KernelClient,
  code: string,
): Promise<{ readonly interrupted: Execution; readonly next: Execution }> {
  await kernel.execute('let kept = 41;');
  const running = kernel.startExecution(code);
  await kernel.waitFor(({ parentId, type }) => parentId === running && type === 'stream');
  await kernel.request('control', 'interrupt_request', {});
  return { interrupted: await kernel.executionOf(running), next: await kernel.execute('kept + 1') };
}
