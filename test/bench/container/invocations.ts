import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Booster } from '../../../container/dist/xgboost/booster';
import { DMatrix } from '../../../container/dist/xgboost/dmatrix';
import { parseHousing } from '../../../kernel-helpers/dist/dataset/parse-housing';
import {
  LOCAL_HOST_ENVIRONMENT,
  MODEL_FILE,
  SERVING_ENVIRONMENT,
  trainingPaths,
} from '../../../kernel-helpers/dist/training-contract/index';
import { PEERS_PYTHON, ROOT } from '../../support/clone';
import { findFreePort } from '../../support/free-port';
import { until } from '../../support/until';
import { withEnvironment } from '../../support/with-environment';
import type { BenchSite } from './bench-site';
import type { Comparison } from './comparison';
import { cpuSeconds } from './cpu-seconds';
import { loadEndpoint } from './load-endpoint';

const TARGET = 'MEDHOUSEVAL';
const ROUNDS = 200;
const RUNS = 5;
const RUN_SECONDS = 2;
/** Rows of a request, and the goal for requests per second. */
const SIZES = [
  [1, 5],
  [1000, 2.5],
] as const;

/** How the peer reads a body: the quickest way of NumPy, or as AWS's own XGBoost image does (its `encoder.py`). */
const PEERS = { plain: 'gunicorn + Flask + xgboost', aws: 'the same, reading as AWS’s image does' } as const;

interface Server {
  readonly port: number;
  readonly pid: number;
  readonly secondsToHealth: number;
  stop(): Promise<void>;
}

/** Predictions by HTTP: one process on one core answers four connections, each of which asks again at once. */
export async function measureInvocations(site: BenchSite): Promise<readonly Comparison[]> {
  const { model, lines } = trainOnHousing(site);
  const ours = await startOurs(site);
  const peers = {
    plain: await startPeer(model, site, 'plain'),
    aws: await startPeer(model, site, 'aws'),
  };
  try {
    const comparisons: Comparison[] = [
      {
        what: 'endpoint, process start → healthy',
        unit: 's',
        ours: [ours.secondsToHealth],
        peer: { name: PEERS.plain, values: [peers.plain.secondsToHealth] },
      },
    ];
    for (const [rowCount, goal] of SIZES) {
      const body = bodyOf(lines, rowCount);
      const [own, plain, aws] = await measureInTurn([ours, peers.plain, peers.aws], body);
      for (const [name, theirs] of [
        [PEERS.plain, plain],
        [PEERS.aws, aws],
      ] as const) {
        const what = `/invocations, ${rowCount === 1 ? '1 row' : `${rowCount.toLocaleString('en-US')} rows`}, ${ROUNDS} trees, per second of a core`;
        comparisons.push(
          {
            what,
            unit: 'requests/s',
            ours: own.map(({ requestsPerSecond }) => requestsPerSecond),
            peer: { name, values: theirs.map(({ requestsPerSecond }) => requestsPerSecond) },
            goal: { atLeast: goal },
          },
          {
            what: `${what.replace(', per second of a core', '')}: p99`,
            unit: 'ms',
            ours: own.map(({ p99 }) => p99),
            peer: { name, values: theirs.map(({ p99 }) => p99) },
            goal: { atMost: 0.4 },
          },
        );
      }
    }
    return [...comparisons, ...(await measureProcesses(site, lines))];
  } finally {
    await Promise.all([ours, peers.plain, peers.aws].map((server) => server.stop()));
  }
}

/** What a second process brings on a machine of two cores, of which the client takes a part, too. */
async function measureProcesses(site: BenchSite, lines: readonly string[]): Promise<readonly Comparison[]> {
  if (availableParallelism() < 2) return [];
  const rowCount = SIZES[1][0];
  const body = bodyOf(lines, rowCount);
  const servers: Server[] = [];
  try {
    for (const processes of [1, 2]) servers.push(await startOurs(site, { processes }));
    const loads: Load[][] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
      for (const [index, { port }] of servers.entries()) {
        const { requests, p99 } = await loadEndpoint(port, body, RUN_SECONDS);
        loads[index].push({ requestsPerSecond: requests / RUN_SECONDS, p99 });
      }
    }
    const [one, two] = loads;
    const what = `/invocations, ${rowCount.toLocaleString('en-US')} rows, ${ROUNDS} trees, two processes on two cores`;
    const name = 'one process';
    return [
      {
        what: `${what}, per second`,
        unit: 'requests/s',
        ours: two.map(({ requestsPerSecond }) => requestsPerSecond),
        peer: { name, values: one.map(({ requestsPerSecond }) => requestsPerSecond) },
      },
      {
        what: `${what}: p99`,
        unit: 'ms',
        ours: two.map(({ p99 }) => p99),
        peer: { name, values: one.map(({ p99 }) => p99) },
      },
    ];
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function bodyOf(lines: readonly string[], rowCount: number): string {
  return Array.from({ length: rowCount }, (_, row) => lines[(row * 7) % lines.length]).join('\n');
}

interface Load {
  /** For each second of a core. */
  readonly requestsPerSecond: number;
  readonly p99: number;
}

async function measureInTurn(servers: readonly Server[], body: string): Promise<readonly Load[][]> {
  const loads: Load[][] = servers.map(() => []);
  for (const { port } of servers) await loadEndpoint(port, body, RUN_SECONDS / 2);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, { port, pid }] of servers.entries()) {
      const begun = cpuSeconds(pid);
      const { requests, p99 } = await loadEndpoint(port, body, RUN_SECONDS);
      loads[index].push({ requestsPerSecond: requests / (cpuSeconds(pid) - begun), p99 });
    }
  }
  return loads;
}

/** A model file, and the rows that it was trained on as lines of CSV without the target. */
function trainOnHousing({ folder, library }: BenchSite): { readonly model: string; readonly lines: readonly string[] } {
  const file = process.env.CALIFORNIA_HOUSING_FILE ?? join(ROOT, '..', 'shared', 'data', 'cal_housing.data');
  const columns = parseHousing(readFileSync(file, 'utf8'), file);
  const features = columns.filter(({ name }) => name !== TARGET);
  const labels = columns.find(({ name }) => name === TARGET)?.values;
  if (labels === undefined) throw new Error(`California Housing has no column ${TARGET}.`);
  const restore = withEnvironment({ [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: library });
  const matrix = new DMatrix({
    columns: features.map(({ values }) => Float32Array.from(values)),
    labels: Float32Array.from(labels),
  });
  const booster = Booster.forTraining([matrix], [['objective', 'reg:squarederror']]);
  for (let round = 0; round < ROUNDS; round += 1) booster.update(round, matrix);
  const paths = trainingPaths(join(folder, 'endpoint'));
  mkdirSync(paths.model, { recursive: true });
  writeFileSync(join(paths.model, MODEL_FILE), booster.save());
  booster.close();
  matrix.close();
  restore();
  const lines = Array.from(labels, (_, row) => features.map(({ values }) => String(values[row])).join(','));
  return { model: join(paths.model, MODEL_FILE), lines };
}

/** On one core with one process, or on all cores with several. */
async function startOurs(
  { folder, library, program }: BenchSite,
  { processes }: { readonly processes?: number } = {},
): Promise<Server> {
  const port = await findFreePort();
  const env = {
    [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: library,
    [LOCAL_HOST_ENVIRONMENT.baseDirectory]: join(folder, 'endpoint'),
    [LOCAL_HOST_ENVIRONMENT.servePort]: String(port),
    ...(processes !== undefined && { [SERVING_ENVIRONMENT.processes]: String(processes) }),
  };
  return await start(process.execPath, [program, 'serve'], { port, env, isPinned: processes === undefined });
}

async function startPeer(model: string, { folder }: BenchSite, reading: keyof typeof PEERS): Promise<Server> {
  const port = await findFreePort();
  const args = [
    '-m',
    'gunicorn',
    '--worker-class',
    'gthread',
    '--workers',
    '1',
    '--threads',
    '4',
    '--keep-alive',
    '60',
  ];
  return await start(
    PEERS_PYTHON,
    [...args, '--bind', `127.0.0.1:${port}`, '--chdir', __dirname, 'peer_endpoint:app'],
    {
      port,
      env: { HOME: folder, PYTHONDONTWRITEBYTECODE: '1', MODEL: model, READING: reading },
      isPinned: true,
    },
  );
}

interface ServerToStart {
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** On the last core only, so that the first ones are left to the client. */
  readonly isPinned: boolean;
}

async function start(
  command: string,
  args: readonly string[],
  { port, env, isPinned }: ServerToStart,
): Promise<Server> {
  const begun = performance.now();
  const child =
    isPinned && process.platform === 'linux'
      ? spawn('taskset', ['--cpu-list', String(availableParallelism() - 1), command, ...args], options(env))
      : spawn(command, args, options(env));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} cannot be started.`);
  const stop = () => stopped(child);
  try {
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`${command} ${args.join(' ')} ended with ${child.exitCode}.`);
      return await fetch(`http://127.0.0.1:${port}/ping`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid, secondsToHealth: (performance.now() - begun) / 1000, stop };
}

function options(env: Readonly<Record<string, string>>) {
  return { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
