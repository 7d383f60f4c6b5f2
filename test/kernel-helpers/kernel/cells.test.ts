import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient, REPOSITORY } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: `${REPOSITORY}/test` });
});
afterAll(() => kernel.close());

describe('what cells import from kernel-helpers', () => {
  test('displays values and MIME bundles, next to what tslab offers', async () => {
    const { error, published } = await kernel.execute(
      `import { display } from 'kernel-helpers';
      import * as tslab from 'tslab';
      display({ 'text/html': '<b>1</b>', 'text/plain': '1' }, { id: 'a' });
      display({ 'text/plain': '2' }, { id: 'a', update: true });
      display(new Map([['rooms', 3]]));
      tslab.display.text('stock');`,
    );

    expect(error).toBeUndefined();
    const shown = published.filter(({ type }) => type.endsWith('display_data'));
    expect(shown.map(({ type, content }) => [type, content.data])).toEqual([
      ['display_data', { 'text/html': '<b>1</b>', 'text/plain': '1' }],
      ['update_display_data', { 'text/plain': '2' }],
      ['display_data', { 'text/plain': "Map(1) { 'rooms' => 3 }" }],
      ['display_data', { 'text/plain': 'stock' }],
    ]);
  });

  test('clears output and pages', async () => {
    const { published, reply } = await kernel.execute(
      "import { clearOutput, page } from 'kernel-helpers';\nclearOutput({ wait: true });\npage('a long story');",
    );

    expect(published.find(({ type }) => type === 'clear_output')?.content).toEqual({ wait: true });
    expect(reply.payload).toEqual([{ source: 'page', data: { 'text/plain': 'a long story' }, start: 0 }]);
  });

  test('asks for input', async () => {
    const asking = kernel.startExecution("import { input } from 'kernel-helpers';\nawait input('City? ')", {
      allow_stdin: true,
    });
    await kernel.waitFor(({ type }) => type === 'input_request');
    kernel.send('stdin', 'input_reply', { value: 'Oslo' });

    expect((await kernel.executionOf(asking)).result).toEqual({ 'text/plain': "'Oslo'" });
  });

  test('shows progress in one output and ends it with the count', async () => {
    const { published } = await kernel.execute(
      `import { progress } from 'kernel-helpers';
      for await (const room of progress([1, 2, 3], { title: 'Rooms' })) await new Promise((done) => setTimeout(done, 120));`,
    );

    const shown = published.filter(({ type }) => type.endsWith('display_data'));
    expect(new Set(shown.map(({ content }) => JSON.stringify(content.transient))).size).toBe(1);
    expect(shown.at(-1)?.content.data).toMatchObject({ 'text/plain': 'Rooms: 3 of 3' });
  });

  test('ends a progress loop when the cell is interrupted', async () => {
    const running = kernel.startExecution(
      `let steps = 0;
      try { for await (const step of progress(Array(1000).keys())) { steps = step; console.log('step'); await new Promise((done) => setTimeout(done, 20)); } }
      finally { console.log('loop ended'); }`,
    );
    await kernel.waitFor(({ parentId, type }) => parentId === running && type === 'stream');

    await kernel.request('control', 'interrupt_request', {});

    const ended = await kernel.waitFor(({ content }) => String(content.text).includes('loop ended'));
    expect(ended.parentId).toBe(running);
  });
});

test('cells find the functions of Node.js under their names, and no globals beside those of Node.js', async () => {
  const names = ['process.exit', 'process.off', 'process.emitWarning', 'process.removeAllListeners'];
  const { result } = await kernel.execute(
    `import { execSync, spawnSync } from 'node:child_process';
    [${names.join(', ')}, execSync, spawnSync].map(({ name }) => name).join()`,
  );
  expect(result).toEqual({
    'text/plain': "'exit,off,emitWarning,removeAllListeners,execSync,spawnSync'",
  });

  expect((await kernel.execute('Object.keys(globalThis).join()')).result?.['text/plain']).not.toMatch(/__|zod/);
});
