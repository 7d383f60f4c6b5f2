import { availableParallelism } from 'node:os';
import { chooseDevice, type Device, ROWS_FOR_GPU } from '../../container/dist/training/choose-device';
import { libraryHasCuda } from '../../container/dist/xgboost/build-info';
import { findGpus } from '../../container/dist/xgboost/find-gpus';
import { compareWithPython, type Peer, type Size } from './compare-with-python';
import { type MadeUpRows, makeUpRows } from './made-up-rows';
import { trainAsHost } from './train-as-host';
import { trainWithBindings } from './train-with-bindings';

export interface CheckOptions extends Peer {
  /** Without a GPU only the CPU is compared. */
  readonly devices: readonly Device[];
  readonly sizes: readonly Size[];
  /** Rows for which a training on the GPU is compared with one on the CPU, to find where the GPU begins to pay. */
  readonly thresholdRows: readonly number[];
}

const THRESHOLD_COLUMNS = 20;
const THRESHOLD_ROUNDS = 100;
/** As many as the smallest machines with a GPU have (ml.g4dn.xlarge, ml.g5.xlarge). */
const FEW_CORES = 4;
const CORES = availableParallelism();

/** Compares our bindings with XGBoost's Python package on every device, and prints what it finds. True if all is equal. */
export async function checkGpu(options: CheckOptions): Promise<boolean> {
  const problems = describeHost(options);
  for (const size of options.sizes) {
    const rows = makeUpRows(size.rows, size.columns);
    const rmse = new Map<Device, number>();
    for (const device of options.devices) {
      const compared = await compareWithPython(rows, size, device, options);
      rmse.set(device, compared.rmse);
      problems.push(...compared.problems);
    }
    problems.push(...(await compareHost(rows, size, rmse)));
  }
  await findThreshold(options);
  for (const problem of problems) console.log(`DIFFERENT: ${problem}`);
  console.log(problems.length === 0 ? 'All is equal.' : `${problems.length} differences.`);
  return problems.length === 0;
}

/** Prints what the program finds on this host, and what it would choose by itself. */
function describeHost({ devices }: CheckOptions): string[] {
  const found = findGpus();
  console.log(
    `host: Node.js ${process.version}, ${CORES} cores, GPUs ${JSON.stringify(found)}, library with CUDA: ${libraryHasCuda()}`,
  );
  if (!devices.includes('cuda')) return [];
  const expectations: readonly (readonly [number, Device])[] = [
    [ROWS_FOR_GPU - 1, 'cpu'],
    [ROWS_FOR_GPU, 'cuda'],
  ];
  return expectations.flatMap(([rowCount, expected]) => {
    const { device, remark } = chooseDevice({ hyperparameters: {}, rowCount, hostCount: 1, found, libraryHasCuda });
    console.log(`${rowCount} rows → ${device}; ${remark}`);
    return device === expected ? [] : [`${rowCount} rows train on ${device}`];
  });
}

/** Trains as a host of a job does, and compares its error with that of the device that it must have chosen. */
async function compareHost(rows: MadeUpRows, size: Size, rmse: ReadonlyMap<Device, number>): Promise<string[]> {
  const device = size.rows >= ROWS_FOR_GPU && rmse.has('cuda') ? 'cuda' : 'cpu';
  const begun = performance.now();
  const host = await trainAsHost(rows, size.rounds);
  const seconds = (performance.now() - begun) / 1000;
  console.log(`as a host of a job: ${seconds.toFixed(3)} s, rmse ${host.rmse}; log: ${host.log.join(' / ')}`);
  if (host.rmse === rmse.get(device)) return [];
  return [`${size.rows} rows as a host of a job: rmse ${host.rmse}, and ${rmse.get(device)} on ${device}`];
}

/** Prints seconds of both devices for growing tables; the GPU's first use in a process is not in them. */
async function findThreshold({ thresholdRows }: CheckOptions): Promise<void> {
  for (const rowCount of thresholdRows) {
    const rows = makeUpRows(rowCount, THRESHOLD_COLUMNS);
    const fastest = async (device: Device, threads: number): Promise<string> => {
      const order = { device, rounds: THRESHOLD_ROUNDS, threads };
      const runs = [await trainWithBindings(rows, order), await trainWithBindings(rows, order)];
      return Math.min(...runs.map(({ seconds }) => seconds)).toFixed(3);
    };
    console.log(
      `${rowCount} × ${THRESHOLD_COLUMNS}, ${THRESHOLD_ROUNDS} rounds: GPU ${await fastest('cuda', CORES)} s, ${CORES} cores ${await fastest('cpu', CORES)} s, ${FEW_CORES} cores ${await fastest('cpu', FEW_CORES)} s`,
    );
  }
}
