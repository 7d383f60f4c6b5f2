import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../support/until';
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
