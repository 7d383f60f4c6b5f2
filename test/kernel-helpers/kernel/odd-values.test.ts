import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient, REPOSITORY } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: `${REPOSITORY}/test` });
  await kernel.execute("import { show, display } from 'kernel-helpers';\nimport { inspect } from 'node:util';");
});
afterAll(() => kernel.close());

const THROWS = '() { throw new Error("no answer"); }';

/** Values with members that throw or are missing when the kernel reads them. */
const ODD_VALUES: readonly (readonly [what: string, code: string, text: string | RegExp])[] = [
  ['an object without a prototype', 'Object.create(null)', '[Object: null prototype] {}'],
  ['the groups of a match', '/(?<year>\\d{4})/.exec("in 2024")?.groups', "[Object: null prototype] { year: '2024' }"],
  ['what querystring parses', "(await import('node:querystring')).parse('a=1')", "[Object: null prototype] { a: '1' }"],
  ['a constructor that is not a function', '({ constructor: 5 })', '{ constructor: 5 }'],
  ['a constructor that throws', `({ get constructor${THROWS} })`, '{ constructor: [Getter] }'],
  ['a class without a prototype', '(() => { class Room extends (null as any) {} return Room; })()', /class Room/],
  [
    'an instance of it',
    '(() => { class Room extends (null as any) {} return Object.create(Room.prototype); })()',
    /Room/,
  ],
  ['a function without a prototype', 'Object.setPrototypeOf(() => 1, null)', /Function \(null prototype\)/],
  ['a getter that throws', `({ get rooms${THROWS} })`, '{ rooms: [Getter] }'],
  [
    'an array with such a getter',
    `Object.defineProperty([1, 2], 0, { get${THROWS}, enumerable: true })`,
    '[ [Getter], 2 ]',
  ],
  ['rows with such a getter', `[{ get rooms${THROWS} }]`, '[ { rooms: [Getter] } ]'],
  [
    'a revoked proxy',
    '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()',
    '<Revoked Proxy>',
  ],
  [
    'a proxy that answers nothing',
    `new Proxy({}, { get${THROWS}, has${THROWS}, ownKeys${THROWS}, getPrototypeOf${THROWS}, getOwnPropertyDescriptor${THROWS} } as any)`,
    '{}',
  ],
  [
    'toString, toJSON and a primitive that throw',
    `({ toString${THROWS}, toJSON${THROWS}, [Symbol.toPrimitive]${THROWS} })`,
    /toString/,
  ],
  [
    'a custom text that throws',
    `({ rooms: 3, [inspect.custom]${THROWS} })`,
    /rooms: 3.*\n\(its own text failed: no answer\)/s,
  ],
  ['a tag that throws', `({ get [Symbol.toStringTag]${THROWS} })`, '[object]\n(its own text failed: no answer)'],
  [
    'a chart that is a circle',
    '(() => { const chart: any = { $schema: "https://vega.github.io/schema/vega-lite/v5.json" }; chart.self = chart; return chart; })()',
    /Circular|Vega-Lite/,
  ],
  [
    'a chart with a bigint',
    '({ $schema: "https://vega.github.io/schema/vega-lite/v5.json", data: 1n })',
    /data: 1n|Vega-Lite/,
  ],
  ['a circle', '(() => { const ring: any[] = []; ring.push(ring); return ring; })()', '<ref *1> [ [Circular *1] ]'],
  [
    'rows with a circle, a bigint and no date',
    '(() => { const ring: any = { n: 1n }; ring.ring = ring; return [{ ring, at: new Date(NaN) }]; })()',
    /Circular/,
  ],
  ['a then that throws', `({ get then${THROWS} })`, '{ then: [Getter] }'],
  ['a then that is called', `({ then${THROWS} })`, '{ then: [Function: then] }'],
  [
    'an object of a hundred thousand names',
    "Object.fromEntries(Array.from({ length: 1e5 }, (_, index) => ['n' + index, index]))",
    /\(cut: the text has [\d,]+ characters\)$/,
  ],
  [
    'a deep list',
    '(() => { let list: any[] = []; for (let depth = 0; depth < 1e5; depth++) list = [list]; return list; })()',
    '[ [ [ [Array] ] ] ]',
  ],
  ['an error without a stack', `Object.defineProperty(new Error("x"), "stack", { get${THROWS} })`, /no answer|Error/],
  ['an error with a symbol for a name', 'Object.assign(new Error("x"), { name: Symbol("odd") })', /^Error/],
  [
    'an error with an object for a message',
    'Object.assign(new Error("x"), { message: Object.create(null) })',
    /^Error/,
  ],
];

describe('the last value of a cell', () => {
  test.each(ODD_VALUES)('may be %s', async (_what, code, text) => {
    const { reply, result } = await kernel.execute(code);

    expect(reply.status).toBe('ok');
    expect(result?.['text/plain']).toEqual(typeof text === 'string' ? text : expect.stringMatching(text));
  });

  test.each([
    ['throws', `({ rooms: 3, [Symbol.for("Jupyter.display")]${THROWS} })`],
    ['rejects', `({ rooms: 3, async [Symbol.for("Jupyter.display")]${THROWS} })`],
    ['throws in $$mime', `({ rooms: 3, $$mime${THROWS} })`],
    ['throws where a value shows itself', `({ rooms: 3, [Symbol.for("kernel-helpers.show-itself")]${THROWS} })`],
    ['throws something odd', '({ rooms: 3, $$mime() { throw Object.create(null); } })'],
    ['gives no bundle', '({ rooms: 3, $$mime: () => 5 })'],
    ['gives what is no JSON', '({ rooms: 3, $$mime: () => ({ "application/json": { n: 1n } }) })'],
  ])('is shown as text where its own code %s, and stderr says why', async (_what, code) => {
    const { reply, result, stderr } = await kernel.execute(code);

    expect(reply.status).toBe('ok');
    expect(result?.['text/plain']).toContain('rooms: 3');
    expect(stderr).toMatch(/^The value could not show itself, so here is its text\.\n./);
  });

  test('keeps the valid formats when another is not JSON', async () => {
    const { result, stderr } = await kernel.execute(
      '({ $$mime: { "application/json": { n: 1n }, "text/html": ["<b>", "3</b>"], "text/plain": "three" } })',
    );

    expect(result).toEqual({ 'text/html': '<b>3</b>', 'text/plain': 'three' });
    expect(stderr).toContain('The data of application/json cannot be shown.');
  });
});

describe('show()', () => {
  test.each(ODD_VALUES)('shows %s', async (_what, code) => {
    const { error, published } = await kernel.execute(`show(${code})`);

    expect(error).toBeUndefined();
    const shown = published.filter(({ type }) => type === 'display_data');
    expect(shown.map(({ content }) => content.data)).toEqual([
      expect.objectContaining({ 'text/plain': expect.stringMatching(/./) }),
    ]);
  });

  test('says that it does not wait for a value that shows itself later', async () => {
    const { published, stderr } = await kernel.execute(
      'show({ rooms: 3, async [Symbol.for("Jupyter.display")]() { return { "text/html": "3" }; } })',
    );

    expect(published.find(({ type }) => type === 'display_data')?.content.data).toEqual({
      'text/plain': expect.stringContaining('rooms: 3'),
    });
    expect(stderr).toContain('A promise of one works only as the result of a cell.');
  });
});

test('display() refuses data when no format of it can be shown', async () => {
  const { error } = await kernel.execute('display({ "application/json": { n: 1n } })');

  expect(error).toMatchObject({
    ename: 'UserError',
    evalue: 'The data of application/json cannot be shown. Do not know how to serialize a BigInt',
  });
});

// The cell has asked for the text, so this fails as Python's print does in ipykernel when __str__ raises.
test('console.log fails where it fails in Node.js, and as an error of the cell', async () => {
  const { error } = await kernel.execute(`console.log({ [inspect.custom]${THROWS} })`);

  expect(error).toMatchObject({ ename: 'Error', evalue: 'no answer' });
});
