import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../../support/clone';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { type Execution, KernelClient } from './support/kernel-client';

const PAGE = readFileSync(join(ROOT, 'kernel-helpers/kernel/REPORTS.md'), 'utf8');

/** The rows of the page with cells: what was reported, the cells, and what the last one shows. */
const ROWS = PAGE.split('\n')
  .filter((line) => /^\| \[.*`.* \|$/.test(line) && !/`test\/[^`]*` \|$/.test(line))
  .map((line) => {
    const [reports = '', happened = '', cells = '', shown = ''] = line.slice(2, -2).split(/ (?<!\\)\| /);
    const code = cells.split('<br>').map(unquoted);
    return [
      `${[...reports.matchAll(/\[([^\]]+)\]/g)].map(([, name]) => name).join(', ')}: ${happened}`,
      code,
      unquoted(shown),
    ] as const;
  });

/** Files beside the notebook and packages that the cells import. */
const FILES = {
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }',
  'src/paint.ts': "export const paint: string = 'blue';",
  'src/rooms.ts': 'export const rooms: number = 4;',
  'notebooks/connection.ts': 'export function connect(url: string): string { return url; }',
  'notebooks/lib.mjs': 'export const size = 5;',
  'notebooks/reads-src.ts': "export { rooms } from '../src/rooms';",
  'node_modules/esm-only/package.json':
    '{ "name": "esm-only", "type": "module", "exports": { "import": "./index.js" } }',
  'node_modules/esm-only/index.js': "export const only = 'ESM';",
  'node_modules/waits-at-top/package.json': '{ "name": "waits-at-top", "type": "module", "main": "index.js" }',
  'node_modules/waits-at-top/index.js': "export const waited = await Promise.resolve('waited');",
  'node_modules/with-exports/package.json': '{ "name": "with-exports", "exports": { "./inner": "./lib/inner.js" } }',
  'node_modules/with-exports/lib/inner.js': "exports.inner = 'inner';",
  'node_modules/sees-document/package.json': '{ "name": "sees-document", "main": "index.js" }',
  'node_modules/sees-document/index.js': 'module.exports = typeof document;',
};

const folder = makeTemporaryFolder('reports');
let kernel: KernelClient;
beforeAll(async () => {
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true });
    writeFileSync(join(folder.path, file), text);
  }
  kernel = await KernelClient.start({ cwd: join(folder.path, 'notebooks') });
});
afterAll(async () => {
  await kernel?.close();
  folder.close();
});

describe('what was reported about other kernels', () => {
  test.each(ROWS)('%s', async (_report, cells, answer) => {
    let shown = '';
    for (const code of cells) shown = shownBy(await kernel.execute(code));

    expect(shown).toMatch(pattern(answer));
  });

  test('is a table of some sixty reports', () => {
    expect(PAGE.match(/https:\/\/github\.com\//g)?.length).toBeGreaterThanOrEqual(60);
  });
});

function unquoted(code: string): string {
  return code
    .trim()
    .replace(/^`+|`+$/g, '')
    .replaceAll('\\|', '|')
    .replaceAll('⏎', '\n');
}

/** The whole text, apart from what `…` stands for. */
function pattern(answer: string): RegExp {
  const parts = answer.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`);
}

/** Everything that a cell shows, in order. */
function shownBy({ published }: Execution): string {
  const texts = published.map(({ type, content }) => {
    if (type === 'stream') return String(content.text);
    if (type === 'error') return `${content.ename}: ${content.evalue}`;
    const data = content.data as Readonly<Record<string, unknown>> | undefined;
    return String(data?.['text/plain'] ?? '');
  });
  return stripVTControlCharacters(texts.join('')).trimEnd();
}
