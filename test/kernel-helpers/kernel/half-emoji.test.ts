import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runNotebook } from '../../../kernel-helpers/kernel/dist/notebook-runner/run-notebook';
import { wellFormedJson } from '../../../kernel-helpers/kernel/protocol/well-formed-json';
import { BRIDGE } from './support/bridge-in-cell';
import { KernelClient } from './support/kernel-client';
import { runPython } from './support/python';

const HALF = String.raw`'half \ud83d'`;
const OTHER_HALF = String.raw`'half \ude80'`;

/** Every way in which text of a cell reaches a front end, with its code. */
const CELLS: readonly (readonly [way: string, code: string])[] = [
  ['stdout', `console.log(${HALF})`],
  ['the half of an emoji', "console.log('🚀 launch'.slice(0, 1))"],
  ['stderr', `console.error(${OTHER_HALF})`],
  ['a result', `({ [Symbol.for('nodejs.util.inspect.custom')]: () => ${HALF} })`],
  ['half an emoji after a backslash', String.raw`console.log('\\\ud83d \\ud83d')`],
  ['the message of an error', `throw new Error(${HALF})`],
  ['the name of an error', `throw Object.assign(new Error('x'), { name: ${HALF} })`],
  ['what was thrown', `throw ${HALF}`],
  [
    'an uncaught error',
    `setTimeout(() => { throw new Error(${HALF}); }, 1); await new Promise((done) => setTimeout(done, 30))`,
  ],
  ['a display', `${BRIDGE}.display({ 'text/html': ${HALF}, 'text/plain': ${OTHER_HALF} })`],
  ['a display of JSON', `${BRIDGE}.display({ 'application/json': { a: [{ [${HALF}]: ${HALF} }] }, 'text/plain': '' })`],
  ["a display's metadata", `${BRIDGE}.display({ 'text/plain': '' }, { metadata: { [${HALF}]: ${HALF} } })`],
  ["a display's id", `${BRIDGE}.display({ 'text/plain': '' }, { id: ${HALF} })`],
  [
    "a result's own bundle",
    `({ [Symbol.for('Jupyter.display')]: () => ({ 'text/markdown': ${HALF}, 'text/plain': '' }) })`,
  ],
  ['a comm', `${BRIDGE}.openComm('target', { [${HALF}]: ${HALF} }, { metadata: { a: ${HALF} } })`],
  ['the pager', `${BRIDGE}.page(${HALF})`],
];

/** Fails as nbformat and JupyterLab do when they save a notebook: at the first string that UTF-8 cannot hold. */
const ENCODE = "import json, sys; json.dumps(json.load(open(sys.argv[1])), ensure_ascii=False).encode('utf-8')";

describe('half an emoji', () => {
  let kernel: KernelClient;
  let directory: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'half-emoji-'));
    kernel = await KernelClient.start();
  });
  afterAll(async () => {
    await kernel.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function expectEncodable(messages: unknown): Promise<void> {
    const text = JSON.stringify(messages);
    expect(text).toContain('\ufffd');
    const file = join(directory, 'messages.json');
    writeFileSync(file, text);
    const run = await runPython(['-c', ENCODE, file], {});
    expect(run).toMatchObject({ exitCode: 0 });
  }

  test.each(CELLS)('in %s is a replacement character in every message', async (_way, code) => {
    const { published, reply } = await kernel.execute(code);

    await expectEncodable([published, reply]);
  });

  test('is a replacement character in the history and in what a client asks for after a cell', async () => {
    await kernel.execute(`({ [Symbol.for('nodejs.util.inspect.custom')]: () => ${HALF} })`);

    const history = await kernel.request('shell', 'history_request', { hist_access_type: 'tail', n: 1, output: true });
    const { reply } = await kernel.execute('', {
      user_expressions: { bundle: `{ $$mime: { 'text/html': ${HALF} } }`, failed: `(() => { throw ${HALF}; })()` },
    });

    await expectEncodable(history);
    await expectEncodable(reply);
  });

  test('does not keep nbformat from saving a notebook that runs without Jupyter', async () => {
    const path = join(directory, 'halves.ipynb');
    const output = join(directory, 'executed.ipynb');
    const cells = CELLS.map(([, source]) => {
      return {
        cell_type: 'code',
        metadata: { tags: ['raises-exception'] },
        source,
        outputs: [],
        execution_count: null,
      };
    });
    writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 4, metadata: {}, cells }));

    const exitCode = await runNotebook(path, { output });
    const save = `import nbformat; nb = nbformat.read('${output}', 4); nbformat.validate(nb); nbformat.write(nb, '${output}'); print(len(nb.cells))`;
    const saved = await runPython(['-c', save], {});

    expect(exitCode).toBe(0);
    expect(saved).toMatchObject({ exitCode: 0, stdout: `${CELLS.length}\n` });
  });
});

test.each([
  ['a whole emoji', 'a🚀b'],
  ['a backslash before u', String.raw`\ud83d \\ud83d \\\ud83d`],
  ['control characters and quotes', '"\u0000\u001f\\\n\ud7ff\ue000'],
])('%s stays as it is', (_what, text) => {
  expect(JSON.parse(wellFormedJson(JSON.stringify({ [text]: text })))).toEqual({ [text]: text });
});

test.each(['\ud83d', '\\\ud83d', '\ude80\ud83d', '\\\\\udfff\\', 'a\ud83d\ude80\ud83db'])(
  'JSON is made well-formed as its strings would be: %j',
  (text) => {
    expect(JSON.parse(wellFormedJson(JSON.stringify([text])))).toEqual([
      new TextDecoder().decode(new TextEncoder().encode(text)),
    ]);
  },
);
