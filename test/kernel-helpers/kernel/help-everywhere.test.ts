import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { seededRandom } from '../../../kernel-helpers/src/dataset/seeded-random';
import { ROOT } from '../../support/clone';
import { sourceFiles } from '../../support/source-files';
import { KernelClient } from './support/kernel-client';

const SEED = 20_260_807;
const POSITIONS = 1_500;
/** Code with more lines than this is not typical for a cell, and takes long to check. */
const LINES_OF_CELL = 30;
/** Several places for each text, because TypeScript parses nothing again when only the cursor moves. */
const PLACES_IN_CELL = 5;

let kernel: KernelClient;
let said = '';
beforeAll(async () => {
  kernel = await KernelClient.start({ cwd: join(ROOT, 'notebooks') });
  kernel.process.stderr?.on('data', (text) => {
    said += text;
  });
});
afterAll(() => kernel.close());

const notebookSchema = z.object({ cells: z.array(z.object({ cell_type: z.string(), source: z.array(z.string()) })) });

/** The code cells of the notebooks, and the sources of this project. */
function texts(): readonly string[] {
  const notebooks = sourceFiles(join(ROOT, 'notebooks'), /\.ipynb$/);
  const cells = notebooks.flatMap((path) => notebookSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).cells);
  const sources = ['kernel-helpers', 'container', 'notebooks'].flatMap((room) =>
    sourceFiles(join(ROOT, room), /\.ts$/),
  );
  const ofCells = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source.join(''));
  return [...ofCells, ...sources.map((path) => readFileSync(path, 'utf8'))].filter((text) => text !== '');
}

/** Places where a person may ask: anywhere in a cell, or at the end of a cell that is still being typed. */
function* places(count: number): Generator<{ readonly code: string; readonly cursor_pos: number }> {
  const all = texts();
  const random = seededRandom(SEED);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let made = 0; made < count; made += PLACES_IN_CELL) {
    const lines = (all[below(all.length)] ?? '').split('\n');
    const start = below(lines.length);
    const cell = lines.slice(start, start + LINES_OF_CELL).join('\n');
    for (let place = 1; place < PLACES_IN_CELL; place += 1) yield { code: cell, cursor_pos: below(cell.length + 1) };
    const typed = cell.slice(0, below(cell.length + 1));
    yield { code: typed, cursor_pos: typed.length };
  }
}

describe('completion and inspection', () => {
  test('complete the beginning of an imported name', async () => {
    const code = "import { sh } from 'kernel-helpers'";
    const { matches } = await kernel.request('shell', 'complete_request', { code, cursor_pos: code.indexOf(' }') });

    expect(matches).toContain('show');
  });

  test.each([
    ['zod', 'string'],
    ['danfojs-node', 'readCSV'],
    ['container', 'loadModel'],
  ])('complete a name of %s again while it is typed', async (specifier, name) => {
    const code = `import {  } from '${specifier}'`;
    const place = code.indexOf(' }');
    const typed = `${code.slice(0, place)}${name.slice(0, 3)}${code.slice(place)}`;

    const all = await kernel.request('shell', 'complete_request', { code, cursor_pos: place });
    const fitting = await kernel.request('shell', 'complete_request', { code: typed, cursor_pos: place + 3 });

    expect(all.matches).toContain(name);
    expect(fitting.matches).toContain(name);
  });

  test('never answer with an error, at any cursor position in code of this project', async () => {
    const failed: unknown[] = [];
    let turn = 0;
    for (const place of places(POSITIONS)) {
      turn += 1;
      const type = turn % 3 === 0 ? 'inspect_request' : 'complete_request';
      const { status, evalue } = await kernel.request('shell', type, { ...place, detail_level: 0 });
      if (status !== 'ok') failed.push({ type, evalue, before: place.code.slice(0, place.cursor_pos).slice(-60) });
    }

    expect(failed).toEqual([]);
    // When an answer is empty because TypeScript failed, stderr says so.
    expect(said).toBe('');
  }, 240_000);

  test.each([
    ["import { | } from 'kernel-helpers'", 'connect'],
    ["import helpers, { | } from 'kernel-helpers'", 'connect'],
    ["import * as helpers from 'kernel-helpers'; helpers.|", 'connect'],
    ["export { | } from 'kernel-helpers'", 'connect'],
    ["import { type | } from 'kernel-helpers'", 'Snowflake'],
    ["import training from './|'", 'training'],
    ["import fs from 'node:|'", 'node:fs'],
  ])('complete what is imported: %s', async (text, expected) => {
    const code = text.replace('|', '');
    const { status, matches } = await kernel.request('shell', 'complete_request', {
      code,
      cursor_pos: text.indexOf('|'),
    });

    expect(status).toBe('ok');
    expect(matches).toContain(expected);
  });
});

describe('inspection shows the comment of', () => {
  test.each([
    ['a method of the language', 'Math.floor', 'Returns the greatest integer', '@param x A numeric expression.'],
    ['a global of Node.js', 'process.cwd', 'returns the current working directory', 'process'],
    ['an overloaded function', 'fs.readFileSync', 'Returns the contents of the `path`', '(+2 overloads)'],
    ['a function of a package', 'histogram', 'A histogram of one column.', 'options?: HistogramOptions'],
    ['a variable of an earlier cell', 'rooms', 'How many there are.', 'number'],
  ])('%s: %s', async (_kind, code, comment, more) => {
    await kernel.execute("import fs from 'node:fs'; import { histogram } from 'kernel-helpers';");
    await kernel.execute('/** How many there are. */\nlet rooms = 3;');

    const reply = await kernel.request('shell', 'inspect_request', { code, cursor_pos: code.length, detail_level: 0 });

    expect(reply.data).toMatchObject({ 'text/plain': expect.stringContaining(comment) });
    expect(reply.data).toMatchObject({ 'text/plain': expect.stringContaining(more) });
  });
});
