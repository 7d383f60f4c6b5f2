import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readModelFacts } from 'kernel-helpers/training-contract/index';
import { until } from '../support/until';
import { HOUSE_COUNT } from './support/houses';
import { type HostResult, type JobRequest, openTrainingSite, type TrainingSite } from './support/training-site';

let site: TrainingSite;

beforeAll(async () => {
  site = await openTrainingSite();
}, 60_000);

afterAll(() => site.close());

describe('a job that loses a host', () => {
  test.each([
    ['is killed', 'algo-2', 'SIGKILL', /its connection closed without a word/],
    ['leads and is killed', 'algo-1', 'SIGKILL', /its connection closed without a word/],
    ['is stopped, as one that vanishes', 'algo-3', 'SIGSTOP', /it has said nothing for [67] s/],
  ] as const)('which %s fails within seconds, and every other host names it', async (_what, name, signal, what) => {
    const { hosts, lostFor } = await loseHost(name, signal, { hostCount: 3 });

    expect(lostFor).toBeLessThan(10_000);
    const others = hosts.filter((host) => host.name !== name);
    expect(others.map(({ exitCode }) => exitCode)).toEqual([1, 1]);
    for (const { paths } of others) {
      const failure = readFileSync(paths.failure, 'utf8');
      expect(failure).toMatch(
        new RegExp(
          `^PlatformError: Host ${name} is gone: ${what.source} \\(it held \\d+ MB; its last line was ".+"\\)\\. `,
        ),
      );
      expect(failure).not.toMatch(others.map((host) => host.name).join('|'));
    }
  });
});

describe('a job that goes on without a lost host', () => {
  test.each([
    ['a follower', 'algo-2', 'SIGKILL', 3],
    ['its leader', 'algo-1', 'SIGKILL', 3],
    ['a host that vanishes', 'algo-2', 'SIGSTOP', 2],
  ] as const)('trains to the end without %s, from the last checkpoint', async (_what, name, signal, hostCount) => {
    const rounds = 400;
    const { hosts } = await loseHost(name, signal, {
      hostCount,
      hyperparameters: { num_round: String(rounds), max_depth: '3' },
      env: { ON_HOST_LOSS: 'continue', CHECKPOINT_ROUNDS: '5' },
    });

    const [leader, ...others] = hosts.filter((host) => host.name !== name);
    expect([leader, ...others].map(({ exitCode }) => exitCode)).toEqual(Array(hostCount - 1).fill(0));
    expect(leader.stdout).toContain(`hosts: ${name} is gone: `);
    const [, resumedAt] = /goes on from a checkpoint after (\d+) of 400 rounds/.exec(leader.stdout) ?? [];
    expect(Number(resumedAt) % 5).toBe(0);
    expect(Number(resumedAt)).toBeGreaterThanOrEqual(20);
    const facts = readModelFacts(readFileSync(join(leader.paths.model, 'xgboost-model')));
    expect(facts).toMatchObject({ rounds, tableRows: HOUSE_COUNT });
    expect(leader.stdout).toContain(
      hostCount === 2 ? `share: rows 1 to ${HOUSE_COUNT} of` : 'share: rows 1 to 10320 of',
    );
    for (const { paths } of others) expect(existsSync(join(paths.model, 'xgboost-model'))).toBe(false);
  });
});

interface Loss {
  readonly hosts: readonly HostResult[];
  /** Milliseconds from the signal to the end of the other hosts. */
  readonly lostFor: number;
}

/** Runs a job with endless rounds, and sends a host this signal in the middle of its training. */
async function loseHost(name: string, signal: NodeJS.Signals, request: JobRequest): Promise<Loss> {
  const processes = new Map<string, ChildProcess>();
  const ended: number[] = [];
  let lostAt: number | undefined;
  const hosts = await site.runJob({
    hyperparameters: { num_round: '100000' },
    ...request,
    onOutput: (host, output, running) => {
      if (!processes.has(host)) running.once('exit', () => host === name || ended.push(Date.now()));
      processes.set(host, running);
      const victim = processes.get(name);
      if (lostAt !== undefined || victim === undefined || !output.includes('[20] ')) return;
      lostAt = Date.now();
      victim.kill(signal);
      // A stopped process is still there in the end.
      if (signal === 'SIGSTOP')
        void until(() => ended.length === processes.size - 1).then(() => victim.kill('SIGKILL'));
    },
  });
  return { hosts, lostFor: Math.max(...ended) - (lostAt ?? 0) };
}
