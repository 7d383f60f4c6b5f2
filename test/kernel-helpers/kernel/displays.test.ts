import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient, REPOSITORY } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  // The kernel runs inside the repository, so that cells find its packages as notebooks do.
  kernel = await KernelClient.start({ cwd: `${REPOSITORY}/test` });
});
afterAll(() => kernel.close());

describe('a result', () => {
  test.each([
    ['a Map', 'new Map([["rooms", 3]])', { 'text/plain': "Map(1) { 'rooms' => 3 }" }],
    ['a promise', 'Promise.resolve(3)', { 'text/plain': 'Promise { 3 }' }],
    ['a string', '"text"', { 'text/plain': "'text'" }],
    [
      'a value that says how it looks',
      'class Card { async [Symbol.for("Jupyter.display")]() { return { "text/html": "<b>3</b>", "text/plain": "3" }; } }\nnew Card()',
      { 'text/html': '<b>3</b>', 'text/plain': '3' },
    ],
    [
      'a value with $$mime',
      '({ $$mime: { "text/markdown": "# 3" }, toString: () => "3" })',
      { 'text/markdown': '# 3', 'text/plain': expect.any(String) },
    ],
    [
      'a Vega-Lite chart',
      '({ $schema: "https://vega.github.io/schema/vega-lite/v6.json", mark: "bar" })',
      {
        'application/vnd.vegalite.v5+json': expect.objectContaining({ mark: 'bar' }),
        'text/plain': expect.any(String),
      },
    ],
    [
      'the bytes of a PNG',
      'Buffer.from("iVBORw0KGgo=", "base64")',
      { 'image/png': 'iVBORw0KGgo=', 'text/plain': expect.stringContaining('<Buffer 89 50') },
    ],
    [
      'the text of an SVG',
      '"<svg width=\\"1\\"></svg>"',
      { 'image/svg+xml': '<svg width="1"></svg>', 'text/plain': expect.any(String) },
    ],
    ['a text that only speaks of an SVG', '"an <svg> is"', { 'text/plain': "'an <svg> is'" }],
    [
      'an element of a page, as jsdom and linkedom make it',
      '({ nodeType: 1, outerHTML: "<p>Hi</p>" })',
      { 'text/html': '<p>Hi</p>', 'text/plain': '<p>Hi</p>' },
    ],
    [
      'an SVG element, which needs its namespace by itself',
      '({ nodeType: 1, outerHTML: "<svg></svg>" })',
      { 'image/svg+xml': '<svg xmlns="http://www.w3.org/2000/svg"></svg>', 'text/plain': expect.any(String) },
    ],
    [
      'a whole page',
      '({ nodeType: 9, documentElement: { nodeType: 1, outerHTML: "<html></html>" } })',
      { 'text/html': '<html></html>', 'text/plain': '<html></html>' },
    ],
    [
      'a table of Apache Arrow',
      'import { tableFromArrays } from "apache-arrow";\ntableFromArrays({ rooms: Int32Array.from([3, 4]), city: ["<A>", "B"] })',
      {
        'text/html': expect.stringContaining('<td>3</td><td>&lt;A&gt;</td></tr>'),
        'text/plain': expect.any(String),
      },
    ],
    [
      'an object of MIME types with bytes',
      '({ "image/png": Buffer.from("iVBORw0KGgo=", "base64"), "text/markdown": "# 3" })',
      { 'image/png': 'iVBORw0KGgo=', 'text/markdown': '# 3', 'text/plain': expect.any(String) },
    ],
    [
      'an object with other names beside a MIME type',
      '({ "text/html": "<b>", rooms: 3 })',
      { 'text/plain': "{ 'text/html': '<b>', rooms: 3 }" },
    ],
    [
      'an error with what has caused it',
      "const cause = new Error('cause'); cause.cause = cause; new AggregateError([new Error('one'), 2], 'sum', { cause })",
      {
        'text/plain': expect.stringMatching(
          /^AggregateError: sum\n {4}at [^\n]+\nCaused by: Error: cause\n[^\n]+\nCaused by: Error: one\n[^\n]+\nCaused by: 2$/,
        ),
      },
    ],
    ['an error', 'new TypeError("shown, not thrown")', { 'text/plain': expect.stringContaining('TypeError: shown') }],
    [
      'a danfo DataFrame',
      'import { DataFrame } from "danfojs-node";\nnew DataFrame([{ city: "<A>", rooms: 3 }])',
      { 'text/html': expect.stringContaining('<td>&lt;A&gt;</td>'), 'text/plain': expect.stringContaining('rooms') },
    ],
  ])('that is %s looks right', async (_name, code, expected) => {
    const { error, result } = await kernel.execute(code);

    expect(error).toBeUndefined();
    expect(result).toEqual(expected);
  });
});

describe("tslab's own display", () => {
  test('shows and updates', async () => {
    const { published } = await kernel.execute(
      'import { display, newDisplay } from "tslab";\ndisplay.html("<i>1</i>");\nconst slot = newDisplay();\nslot.text("a");\nslot.text("b");',
    );

    const shown = published.filter(({ type }) => type.endsWith('display_data'));
    expect(shown.map(({ type }) => type)).toEqual(['display_data', 'display_data', 'update_display_data']);
    expect(shown.map(({ content }) => content.data)).toEqual([
      { 'text/html': '<i>1</i>' },
      { 'text/plain': 'a' },
      { 'text/plain': 'b' },
    ]);
    expect(shown[1]?.content.transient).toEqual(shown[2]?.content.transient);
  });
});

describe('the bridge of kernel-helpers', () => {
  test('shows several formats at once, updates by id and clears', async () => {
    const { published } = await kernel.execute(
      `import { kernelBridge } from 'kernel-helpers/cell/kernel-bridge';
      const bridge = kernelBridge();
      console.log('before');
      bridge?.display({ 'text/html': '<b>1</b>', 'text/plain': '1' }, { id: 'x' });
      bridge?.display({ 'text/plain': '2' }, { id: 'x', update: true });
      bridge?.clearOutput(true);`,
    );

    const order = published.map(({ type }) => type).filter((type) => !/status|input/.test(type));
    expect(order).toEqual(['stream', 'display_data', 'update_display_data', 'clear_output']);
    expect(published.find(({ type }) => type === 'display_data')?.content).toMatchObject({
      data: { 'text/html': '<b>1</b>', 'text/plain': '1' },
      transient: { display_id: 'x' },
    });
  });
});

describe('a chart that is replaced again and again', () => {
  test.each(['', "throw new Error('too late');"])('has its picture when the cell ends%s', async (ending) => {
    const { published } = await kernel.execute(
      `import { display, histogram } from 'kernel-helpers';
      for (const size of [1, 2, 3, 4, 5]) {
        display(histogram({ v: [0, size] }, 'v', { title: String(size) }), { id: 'sizes', update: size > 1 });
      }
      ${ending}`,
    );

    const shown = published.filter(({ type }) => type.endsWith('display_data')).map(({ content }) => content.data);
    const hasPicture = shown.map((data) => 'image/png' in Object(data));
    expect(hasPicture).toEqual([true, false, false, false, false, true]);
    expect(shown.at(-1)).toMatchObject({ 'text/plain': expect.stringMatching(/^5\n/) });
  });
});

describe('a package', () => {
  test('is found from the folder of the notebook upwards, also by a path of its exports map', async () => {
    const { error, result } = await kernel.execute(
      'import { UserError } from "kernel-helpers/errors";\nnew UserError("x").kind',
    );

    expect(error).toBeUndefined();
    expect(result).toEqual({ 'text/plain': "'user'" });
  });
});
