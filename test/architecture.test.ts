import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ROOT } from './support/clone';
import { sourceFiles } from './support/source-files';
import { importsOf } from './support/source-imports';
import { spreadCallsOf } from './support/spread-calls';

/**
 * What each room may import of the other rooms: a room's path, or a path inside it. Paths stand for all that is below
 * them. What is not listed is an arrow the wrong way.
 */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'kernel-helpers/src': [],
  'kernel-helpers/kernel': ['kernel-helpers/src'],
  'kernel-helpers/jupyter': [
    // The version that the command says.
    'kernel-helpers/src/package.json',
    'kernel-helpers/src/errors',
    'kernel-helpers/src/error-code',
    'kernel-helpers/src/nearest-name',
    'kernel-helpers/src/parse-json',
    'kernel-helpers/src/account-check',
    'kernel-helpers/src/sagemaker/permissions',
    'kernel-helpers/src/sagemaker/image',
    'kernel-helpers/src/doctor',
    'kernel-helpers/src/stack',
    // Whether the environment names the local account is known in one place.
    'kernel-helpers/src/aws/clients',
    'kernel-helpers/kernel/install',
    // Which port is free, and which process is which, is known in one place.
    'kernel-helpers/local-account/machine',
    'kernel-helpers/kernel/notebook-runner/run-notebook',
    'kernel-helpers/kernel/notebook-export/export-file',
  ],
  'kernel-helpers/release': [
    'kernel-helpers/src/errors',
    // It uploads as the helpers do, and into no bucket of strangers.
    'kernel-helpers/src/aws',
    'kernel-helpers/src/sagemaker/bucket',
    // Packages and wheels that a lockfile pins are downloaded, kept and checked in one place.
    'kernel-helpers/src/sagemaker/image/downloads',
    'kernel-helpers/jupyter/exit-code',
    'kernel-helpers/jupyter/interruption',
  ],
  'kernel-helpers/set-up': ['kernel-helpers/jupyter/commands', 'kernel-helpers/release/release-command'],
  'kernel-helpers/local-account': [
    // Its own services make and record their calls of AWS as the notebooks do.
    'kernel-helpers/src/aws/clients',
    'kernel-helpers/src/aws/call-record',
    'kernel-helpers/src/story-names',
    'kernel-helpers/src/errors',
    'kernel-helpers/src/error-code',
    'kernel-helpers/src/error-codec',
    'kernel-helpers/src/error-json',
    'kernel-helpers/src/parse-json',
    'kernel-helpers/src/training-contract',
    // Only its command, which sets a fresh clone up.
    'kernel-helpers/set-up/load-program.mjs',
  ],
  'container/src': [
    'kernel-helpers/src/errors',
    'kernel-helpers/src/error-code',
    'kernel-helpers/src/error-codec',
    'kernel-helpers/src/find-names',
    'kernel-helpers/src/error-json',
    'kernel-helpers/src/nearest-name',
    'kernel-helpers/src/settings',
    'kernel-helpers/src/secrets',
    'kernel-helpers/src/snowflake',
    'kernel-helpers/src/threads',
    'kernel-helpers/src/unless-aborted',
    'kernel-helpers/src/table',
    'kernel-helpers/src/values',
    'kernel-helpers/src/model-input',
    'kernel-helpers/src/option-names',
    'kernel-helpers/src/aws',
    'kernel-helpers/src/training-contract',
  ],
  // The page and the kernel share what they say to each other, and nothing else.
  'jupyterlab-ext/src': ['kernel-helpers/src/sidebar-contract'],
  // The page of a table and the kernel share what they say to each other.
  'kernel-helpers/table-page': ['kernel-helpers/src/widgets/explore'],
  'jupyterlab-ext/install': [
    // Its command is part of the room that installs the kernel too.
    'kernel-helpers/jupyter/sidebar-cli',
    'kernel-helpers/set-up/load-program.mjs',
  ],
  'notebooks/training': ['kernel-helpers/src', 'container/src'],
  'notebooks/lessons': ['kernel-helpers/src', 'container/src'],
};
const ROOMS = Object.keys(ARROWS);

/**
 * The folders of a room, highest first. A file imports at run time only from its own folder and from lower ones.
 * A folder that is not listed is not checked.
 */
const ORDER_OF_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'kernel-helpers/src': [
    'sidebar',
    'cell-api',
    'widgets',
    'display',
    'cell',
    'account-check',
    'stack',
    'doctor',
    'sagemaker',
    'dataset',
    'snowflake',
    'secrets',
    'aws',
    'files',
    'network',
    'model-view',
    'model-input',
    'table',
    'render',
    'values',
    'threads',
    'training-contract',
    'sidebar-contract',
  ],
  'kernel-helpers/src/sagemaker': [
    'clean-up',
    'endpoint',
    'job',
    'compare',
    'watch',
    'model',
    'list',
    'training-script',
    'quotas',
    'maker',
    'image',
    'permissions',
  ],
  'kernel-helpers/src/snowflake': ['query', 'load', 'catalog', 'session', 'statement', 'result'],
  'kernel-helpers/kernel': [
    'notebook-export',
    'notebook-runner',
    'snapshot',
    'stdio',
    'cells',
    'answers',
    'variable-list',
    'language',
    'modules',
    'display',
    'owners',
    'io-thread',
    'debugger',
    'protocol',
  ],
  'kernel-helpers/jupyter': ['demo', 'lab', 'notebooks', 'installation'],
  'kernel-helpers/local-account': ['account', 'sagemaker', 'snowflake', 'registry', 'engine', 'aws', 'machine'],
  'kernel-helpers/local-account/snowflake': [
    'http',
    'queries',
    'statements',
    'stages',
    'session',
    'results',
    'sql',
    'catalog',
    'engine',
  ],
  'container/src': ['script', 'explain', 'serving', 'training', 'xgboost'],
};

/** What shows in a cell, or asks the running cell. Work is quiet: what it needs from its surroundings is handed to it. */
const SHOWING = ['cell-api', 'widgets', 'display', 'cell'];
const QUIET = [
  'account-check',
  'doctor',
  'sagemaker',
  'dataset',
  'snowflake',
  'secrets',
  'aws',
  'files',
  'network',
  'model-view',
  'model-input',
  'table',
];

/** What code must not even load by way of what it imports. A training host shows nothing and loads no table view. */
const OUT_OF_REACH: Readonly<Record<string, readonly string[]>> = {
  'container/src': [...SHOWING, 'dataset', 'account-check', 'doctor', 'sagemaker', 'snowflake/load'].map(
    (room) => `kernel-helpers/src/${room}`,
  ),
  ...Object.fromEntries(
    [...QUIET, 'render', 'values', 'sidebar'].map((folder) => [
      `kernel-helpers/src/${folder}`,
      SHOWING.map((room) => `kernel-helpers/src/${room}`),
    ]),
  ),
};

interface Arrow {
  readonly from: string;
  readonly to: string;
}

const files = ROOMS.flatMap((room) => sourceFiles(join(ROOT, room), /\.(tsx?|mjs|cjs)$/));
const runTimeArrows: readonly Arrow[] = files.flatMap((file) => arrowsOf(file, { withTypes: false }));
const allArrows: readonly Arrow[] = files.flatMap((file) => arrowsOf(file, { withTypes: true }));

describe('the arrows between rooms', () => {
  test('point only where the design says', () => {
    const wrong = allArrows.filter(({ from, to }) => {
      const room = roomOf(from);
      return room !== roomOf(to) && !(ARROWS[room] ?? []).some((allowed) => isBelow(to, allowed));
    });

    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('never come back to a file, not even by a type', () => {
    expect(cyclesIn(allArrows)).toEqual([]);
  });

  test.each(Object.entries(ORDER_OF_FOLDERS))('go down the folders of %s', (room, order) => {
    const heightOf = (path: string): number => order.findIndex((folder) => isBelow(path, `${room}/${folder}`));
    const rising = runTimeArrows.filter(({ from, to }) => heightOf(to) >= 0 && heightOf(to) < heightOf(from));

    expect(order.filter((folder) => !existsSync(join(ROOT, room, folder)))).toEqual([]);
    expect(rising.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test.each(Object.entries(OUT_OF_REACH))('lead from %s to nothing that it must not load', (room, forbidden) => {
    const wrong = reachedFrom(room).filter((path) => forbidden.some((folder) => isBelow(path, folder)));

    expect(wrong).toEqual([]);
  });

  test('are those of the picture in ARCHITECTURE.md', () => {
    const page = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
    const rooms = new Map([...page.matchAll(/^ {2}(\w+)\["([^<"]+)/gm)].map(([, id, room]) => [id, room]));
    const drawn = [...page.matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(([, from, to]) => [rooms.get(from), rooms.get(to)]);
    const allowed = ROOMS.flatMap((room) => (ARROWS[room] ?? []).map((path) => [room, roomOf(path)]));

    expect(new Set(drawn.map(String))).toEqual(new Set(allowed.map(String)));
  });

  test('are found at all', () => {
    expect(runTimeArrows.length).toBeGreaterThan(50);
  });
});

test('no list is spread into a call that takes many: from about a hundred thousand values on, the stack is too small', () => {
  const spread = files
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      return spreadCallsOf(file).map((call) => `${relative(ROOT, file)}:${call}`);
    });

  expect(spread).toEqual([]);
});

describe('the package kernel-helpers', () => {
  test('exports its public API, and of its parts exactly those that our other programs need', () => {
    const users = [
      'kernel-helpers/kernel',
      'kernel-helpers/jupyter',
      'kernel-helpers/local-account',
      'kernel-helpers/release',
      'container/src',
      'jupyterlab-ext/src',
    ];
    // The command jupyterlab-ext, as it is published.
    const published = './jupyter/sidebar-cli';
    const used = users
      .flatMap((room) => sourceFiles(join(ROOT, room), /\.(tsx?|mjs|cjs)$/).flatMap(importsOf))
      .map(({ specifier }) => specifier.split('/'))
      .filter(([workspace, ...rest]) => workspace === 'kernel-helpers' && rest.length > 0)
      .map(([, ...rest]) => `./${rest.join('/')}`);
    const { exports } = z
      .object({ exports: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(readFileSync(join(ROOT, 'kernel-helpers', 'package.json'), 'utf8')));

    expect(Object.keys(exports).sort()).toEqual([...new Set(['.', './package.json', published, ...used])].sort());
  });

  test('gives a cell no part of it that is not exported', async () => {
    const program = "require('kernel-helpers'); require('kernel-helpers/display/show');";

    await expect(promisify(execFile)(process.execPath, ['-e', program], { cwd: ROOT })).rejects.toThrow(
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    );
  });
});

describe('the public types of kernel-helpers', () => {
  test('name no library, so that a cell is checked without reading any', () => {
    const entry = join(ROOT, 'kernel-helpers', 'dist', 'index.d.ts');
    const foreign = [...declarationsFrom(entry)].flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => !specifier.startsWith('.'))
        .map(({ specifier }) => `${relative(ROOT, file)} → ${specifier}`),
    );

    expect(foreign).toEqual([]);
  });
});

describe('set-up', () => {
  test('runs before anything is installed: it imports its own files and what Node brings', () => {
    const foreign = sourceFiles(join(ROOT, 'kernel-helpers', 'set-up'), /\.(mjs|cjs)$/).flatMap((file) =>
      importsOf(file)
        .filter(
          ({ specifier, isTypeOnly }) => !isTypeOnly && !specifier.startsWith('.') && !specifier.startsWith('node:'),
        )
        .map(({ specifier }) => `${relative(ROOT, file)} → ${specifier}`),
    );

    expect(foreign).toEqual([]);
  });
});

function arrowsOf(file: string, { withTypes }: { readonly withTypes: boolean }): readonly Arrow[] {
  return importsOf(file)
    .filter(({ isTypeOnly }) => withTypes || !isTypeOnly)
    .flatMap(({ specifier }) => {
      const target = targetOf(file, specifier);
      return target === undefined ? [] : [{ from: relative(ROOT, file), to: relative(ROOT, target) }];
    });
}

/** The source file that an import leads to, or nothing for libraries and Node's own modules. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return existing(join(dirname(file), specifier).replace('/dist/', '/'));
  const [workspace, ...rest] = specifier.split('/');
  const inner = rest.join('/') || 'index';
  if (workspace === 'container') return existing(join(ROOT, 'container', 'src', inner));
  if (workspace === 'local-account')
    return existing(join(ROOT, 'kernel-helpers', 'local-account', inner.replace(/^dist\//, '')));
  if (workspace !== 'kernel-helpers') return undefined;
  const isOtherProject = ['kernel/', 'jupyter/', 'local-account/'].some((project) => inner.startsWith(project));
  return existing(join(ROOT, 'kernel-helpers', isOtherProject ? '' : 'src', inner));
}

function existing(path: string): string {
  const candidates = [path, `${path}.ts`, `${path}.tsx`, path.replace(/\.js$/, '.ts'), join(path, 'index.ts')];
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(candidate)) ?? path;
}

function roomOf(path: string): string {
  return ROOMS.find((room) => isBelow(path, room)) ?? path;
}

function isBelow(path: string, allowed: string): boolean {
  return path === allowed || path === `${allowed}.ts` || path === `${allowed}.tsx` || path.startsWith(`${allowed}/`);
}

/** Each round trip once, as the files that it passes. */
function cyclesIn(arrows: readonly Arrow[]): readonly string[] {
  const next = groupBySource(arrows);
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return cycles;
}

/** All files of other rooms that a room's files load, by whatever way. */
function reachedFrom(room: string): readonly string[] {
  const next = groupBySource(runTimeArrows);
  const reached = new Set([...next.keys()].filter((file) => isBelow(file, room)));
  for (const file of reached) {
    for (const { to } of next.get(file) ?? []) reached.add(to);
  }
  return [...reached].filter((file) => !isBelow(file, room));
}

function groupBySource(arrows: readonly Arrow[]): Map<string, readonly Arrow[]> {
  const groups = new Map<string, Arrow[]>();
  for (const arrow of arrows) groups.set(arrow.from, [...(groups.get(arrow.from) ?? []), arrow]);
  return groups;
}

/** A declaration file and all those that it leads to by relative imports. */
function declarationsFrom(entry: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const { specifier } of importsOf(entry)) {
    if (!specifier.startsWith('.')) continue;
    const base = join(dirname(entry), specifier.replace(/\.js$/, ''));
    const target = [`${base}.d.ts`, join(base, 'index.d.ts')].find((path) => existsSync(path));
    if (target !== undefined) declarationsFrom(target, seen);
  }
  return seen;
}
