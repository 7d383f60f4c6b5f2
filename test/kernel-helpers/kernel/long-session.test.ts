import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KernelClient } from './support/kernel-client';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await KernelClient.start();
});
afterAll(() => kernel.close());

/** After so many cells without a pause, the kernel has made a new checker. */
const MANY_CELLS = 450;

describe('a session of many cells', () => {
  test('keeps the values and the types of its names', async () => {
    await kernel.execute('interface House { rooms: number }\nlet house: House = { rooms: 3 };\nlet turns = 0;');
    const addRoom = 'house = { rooms: house.rooms + 1 };\nconst last = house.rooms;\nturns += 1;';
    const ids = Array.from({ length: MANY_CELLS }, () => kernel.startExecution(addRoom));
    for (const id of ids) expect((await kernel.executionOf(id)).reply.status).toBe('ok');

    expect((await kernel.execute('[last, turns, house]')).result).toEqual({
      'text/plain': `[ ${MANY_CELLS + 3}, ${MANY_CELLS}, { rooms: ${MANY_CELLS + 3} } ]`,
    });
    const { error } = await kernel.execute('const wrong: House = { rooms: String(last) };');
    expect(error?.evalue).toContain("Type 'string' is not assignable to type 'number'");
  }, 60_000);
});

describe('a long list of values', () => {
  const values = [-1, 2.5, 1e21, "'it\\'s'", 'null', '[1, [2]]', '{ a: 1, "b c": [true] }', '`x`'];
  const list = Array.from({ length: 2_000 }, (_, index) => values[index % values.length]).join(', ');

  test('has the values that were pasted', async () => {
    const pasted = `const pasted = [ // comment\n${list}, /* last */ 7];\n[pasted.length, ...pasted.slice(0, 8), pasted[2000]]`;
    const { result } = await kernel.execute(
      `JSON.stringify((() => { ${pasted.replace('\n[pasted', '\nreturn [pasted')} })())`,
    );

    expect(result?.['text/plain']).toBe('`[2001,-1,2.5,1e+21,"it\'s",null,[1,[2]],{"a":1,"b c":[true]},"x",7]`');
  });

  test('leaves the lines and columns of the code around it as they are', async () => {
    const code = `const rows = [\n${list}];\nif (rows.length > 1) throw new Error('here');`;
    const { error } = await kernel.execute(code);

    expect(String(error?.traceback)).toMatch(/Cell \[\d+\]:3:28/);
  });
});
