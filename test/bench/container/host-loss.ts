import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  LOCAL_HOST_ENVIRONMENT,
  TRAINING_ENVIRONMENT,
  trainingPaths,
} from '../../../kernel-helpers/dist/training-contract/index';
import { findFreePort } from '../../support/free-port';
import type { BenchSite } from './bench-site';
import type { Comparison } from './comparison';
import { loadHousing } from './housing-to-model';

const LOSSES = [
  { what: 'a host is killed', signal: 'SIGKILL', runs: 5 },
  { what: 'a host stops answering', signal: 'SIGSTOP', runs: 3 },
] as const;
const HOSTS = ['algo-1', 'algo-2', 'algo-3'];
const ROUND = /^\[(\d+)\] /;

/** Three hosts train, and one is lost: the time until the others know it, and from then until they train the next round. */
export async function measureHostLoss(site: BenchSite): Promise<readonly Comparison[]> {
  await loadHousing(site);
  const comparisons: Comparison[] = [];
  for (const { what, signal, runs } of LOSSES) {
    const losses: Loss[] = [];
    for (let run = 0; run < runs; run += 1)
      losses.push(await loseOneHost(site, { folder: join(site.folder, `loss-${signal}-${run}`), signal }));
    const noticed = losses.map(({ noticedSeconds }) => noticedSeconds);
    const again = losses.map(({ againSeconds }) => againSeconds);
    comparisons.push(
      { what: `${what} → noticed`, unit: 's', ours: noticed },
      { what: `${what}: noticed → training again`, unit: 's', ours: again, goal: { atMost: 1 } },
    );
  }
  return comparisons;
}

interface Loss {
  readonly noticedSeconds: number;
  readonly againSeconds: number;
}

async function loseOneHost(
  site: BenchSite,
  { folder, signal }: { readonly folder: string; readonly signal: NodeJS.Signals },
): Promise<Loss> {
  const trackerPort = await findFreePort();
  const children = HOSTS.map((name) => startHost(site, { name, folder, trackerPort }));
  const [leader, , victim] = children;
  let lostAt: number | undefined;
  let noticedAt: number | undefined;
  try {
    for await (const line of createInterface({ input: leader.stdout })) {
      if (lostAt === undefined) {
        if (ROUND.exec(line)?.[1] !== '40') continue;
        lostAt = performance.now();
        victim.kill(signal);
      } else if (noticedAt === undefined) {
        if (line.includes('algo-3 is gone')) noticedAt = performance.now();
      } else if (ROUND.test(line)) {
        return { noticedSeconds: (noticedAt - lostAt) / 1000, againSeconds: (performance.now() - noticedAt) / 1000 };
      }
    }
    throw new Error('The hosts ended without going on after the loss.');
  } finally {
    const ended = Promise.all(children.map(async (child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
    for (const child of children) child.kill('SIGKILL');
    await ended;
  }
}

interface HostToStart {
  readonly name: string;
  readonly folder: string;
  readonly trackerPort: number;
}

function startHost({ account, library, program }: BenchSite, { name, folder, trackerPort }: HostToStart) {
  const paths = trainingPaths(join(folder, name));
  mkdirSync(join(paths.base, 'input/config'), { recursive: true });
  writeFileSync(paths.hyperparameters, JSON.stringify({ objective: 'reg:squarederror', num_round: '100000' }));
  writeFileSync(paths.resourceConfig, JSON.stringify({ current_host: name, hosts: HOSTS }));
  const env = {
    ...process.env,
    ...account.settings,
    SF_TABLE: 'california_housing',
    TARGET_COLUMN: 'MEDHOUSEVAL',
    [TRAINING_ENVIRONMENT.onHostLoss]: 'continue',
    [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: library,
    [LOCAL_HOST_ENVIRONMENT.baseDirectory]: paths.base,
    [LOCAL_HOST_ENVIRONMENT.hostAddresses]: JSON.stringify(Object.fromEntries(HOSTS.map((one) => [one, '127.0.0.1']))),
    [LOCAL_HOST_ENVIRONMENT.trackerPort]: String(trackerPort),
  };
  return spawn(process.execPath, [program, 'train'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}
