import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codePointsOf, unitsOf } from '../../../kernel-helpers/kernel/protocol/code-points';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

/** Counts as Jupyter does: an emoji is one character, but two in JavaScript. */
const characters = (text: string) => [...text].length;

describe('after an emoji', () => {
  const before = 'const house = "🏠🏡"; ';

  test('a name is completed in its place', async () => {
    const code = `${before}Math.flo`;

    const reply = await kernel.request('shell', 'complete_request', { code, cursor_pos: characters(code) });

    const [start, end] = [characters(`${before}Math.`), characters(code)];
    expect(reply).toMatchObject({ matches: ['floor'], cursor_start: start, cursor_end: end });
    expect(reply.metadata).toMatchObject({ _jupyter_types_experimental: [{ text: 'floor', start, end }] });
  });

  test('a name is completed when more code, with another emoji, follows the cursor', async () => {
    const typed = `${before}Math.flo`;

    const reply = await kernel.request('shell', 'complete_request', {
      code: `${typed}; "🏠"`,
      cursor_pos: characters(typed),
    });

    expect(reply).toMatchObject({ matches: ['floor'], cursor_end: characters(typed) });
  });

  test('the name under the cursor is inspected', async () => {
    const reply = await kernel.request('shell', 'inspect_request', {
      code: `${before}Math.floor; house`,
      cursor_pos: characters(`${before}Math.fl`),
    });

    expect(reply.data).toMatchObject({ 'text/plain': expect.stringContaining('Math.floor(x: number)') });
  });
});

test('a cursor after the end of the code counts as one at its end', async () => {
  const reply = await kernel.request('shell', 'complete_request', { code: 'Math.flo', cursor_pos: 99 });

  expect(reply).toMatchObject({ matches: ['floor'], cursor_start: 5, cursor_end: 8 });
});

test('each way of counting can be converted into the other', () => {
  const text = 'a🏠b🏡';
  const ways = [0, 1, 2, 3, 4].map((codePoints) => unitsOf(text, codePoints));

  expect(ways).toEqual([0, 1, 3, 4, 6]);
  expect(ways.map((units) => codePointsOf(text, units))).toEqual([0, 1, 2, 3, 4]);
});
