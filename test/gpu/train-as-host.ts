import { availableParallelism } from 'node:os';
import { HostGroup } from '../../container/dist/training/host-group';
import { LineToHosts } from '../../container/dist/training/line/line-to-hosts';
import { trainModel } from '../../container/dist/training/train-model';
import type { MadeUpRows } from './made-up-rows';

export interface HostTraining {
  readonly rmse: number;
  /** What the host wrote into the job's log. */
  readonly log: readonly string[];
}

/** Trains as the only host of a job does: in its training thread, on the device that it chooses by itself. */
export async function trainAsHost({ columns, labels }: MadeUpRows, rounds: number): Promise<HostTraining> {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const host = {
    name: 'algo-1',
    names: ['algo-1'],
    index: 0,
    count: 1,
    isLeader: true,
    trackerPort: 0,
    addresses: {},
    threads: availableParallelism(),
    sharesCores: false,
  };
  const line = await LineToHosts.open(host, log);
  const options = {
    stop: new AbortController().signal,
    onEvent: () => undefined,
    onPlace: () => undefined,
    log,
    line,
    onHostLoss: 'fail',
  } as const;
  const group = await HostGroup.join(host, options);
  try {
    const share = {
      features: columns.map((_, index) => `F${index}`),
      target: 'TARGET',
      range: { from: 0, to: labels.length, total: labels.length },
      train: { columns, labels },
    };
    const hyperparameters = { objective: 'reg:squarederror', max_depth: 6, num_round: rounds } as const;
    const { metrics } = await trainModel(share, hyperparameters, { table: 'MADE_UP', host, group, log });
    await group.leave();
    return { rmse: metrics.train.rmse, log: lines };
  } finally {
    await group.close();
  }
}
