import { findGpus } from '../../container/dist/xgboost/find-gpus';
import { LOCAL_HOST_ENVIRONMENT } from '../../kernel-helpers/dist/training-contract/index';
import { checkGpu } from './check-gpu';
import type { Peer } from './compare-with-python';

const NO_GPU = 2;

/** What takes under five minutes on one GPU and 16 cores. */
const FULL = {
  devices: ['cuda', 'cpu'],
  sizes: [
    { rows: 20_640, columns: 8, rounds: 200, explainedRows: 5_000 },
    { rows: 2_000_000, columns: 20, rounds: 100, explainedRows: 20_000 },
  ],
  thresholdRows: [20_000, 50_000, 100_000, 200_000, 500_000],
} as const;
const WITHOUT_GPU = {
  devices: ['cpu'],
  sizes: [{ rows: 20_640, columns: 8, rounds: 20, explainedRows: 500 }],
  thresholdRows: [],
} as const;

export interface CheckFiles extends Peer {
  readonly library: string;
}

/**
 * @param prepare gives the files; called only if the check can run here
 * @returns the exit code: 0 all is equal, 1 something differs, 2 this host has no GPU
 */
export async function runCheck(prepare: () => Promise<CheckFiles>, args: readonly string[]): Promise<number> {
  const plan = args.includes('--without-gpu') ? WITHOUT_GPU : FULL;
  const { gpus, problem } = findGpus();
  if (plan === FULL && gpus.length === 0) {
    console.error(
      `This host has no GPU of NVIDIA's${problem === undefined ? '' : ` (${problem})`}. Run the check on a machine with one, or compare on the CPU with --without-gpu.`,
    );
    return NO_GPU;
  }
  const { library, ...peer } = await prepare();
  process.env[LOCAL_HOST_ENVIRONMENT.xgboostLibrary] = library;
  return (await checkGpu({ ...peer, ...plan })) ? 0 : 1;
}
