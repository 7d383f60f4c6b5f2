import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_HOST_ENVIRONMENT, trainingPaths } from '../../../kernel-helpers/dist/training-contract/index';
import { findPythonTools } from '../../../kernel-helpers/local-account/dist/account/python';
import { ROOT } from '../../support/clone';
import { startLocalAccount, type TestAccount } from '../../support/local-account';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { measureProcess, type ProcessFacts } from './measured-process';

export interface HostJob {
  readonly table: string;
  readonly target: string;
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Added to the environment of the host. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface HostRun extends ProcessFacts {
  /** The job's `/opt/ml/model`. */
  readonly modelFolder: string;
}

/** What the rows of the benchmark share: a local account, and the program of the image. */
export interface BenchSite {
  readonly account: TestAccount;
  /** Path of libxgboost.so. */
  readonly library: string;
  /** The image's `main.js`, bundled. */
  readonly program: string;
  /** For files of a benchmark; removed in the end. */
  readonly folder: string;
  /** Trains on one host, as SageMaker starts it, and measures its process. */
  trainOnHost(job: HostJob): Promise<HostRun>;
  close(): Promise<void>;
}

export async function openBenchSite(): Promise<BenchSite> {
  const folder = makeTemporaryFolder('bench-container');
  const program = imageProgram(folder.path);
  const library = findPythonTools().xgboostLibrary;
  if (library === undefined) throw new Error('The wheel xgboost-cpu is not in .venv. Run npm run set-up.');
  const account = await startLocalAccount();
  let jobCount = 0;
  return {
    account,
    library,
    program,
    folder: folder.path,
    trainOnHost: async ({ table, target, hyperparameters, env }) => {
      jobCount += 1;
      const paths = trainingPaths(join(folder.path, `job-${jobCount}`));
      mkdirSync(join(paths.base, 'input/config'), { recursive: true });
      writeFileSync(paths.hyperparameters, JSON.stringify(hyperparameters));
      writeFileSync(paths.resourceConfig, JSON.stringify({ current_host: 'algo-1', hosts: ['algo-1'] }));
      const run = await measureProcess(process.execPath, [program, 'train'], {
        ...account.settings,
        SF_TABLE: table,
        TARGET_COLUMN: target,
        [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: library,
        [LOCAL_HOST_ENVIRONMENT.baseDirectory]: paths.base,
        ...env,
      });
      return { ...run, modelFolder: paths.model };
    },
    close: async () => {
      await account.close();
      folder.close();
    },
  };
}

/** The program as it is in the image; its one package comes from this clone. */
function imageProgram(folder: string): string {
  cpSync(join(ROOT, 'container', 'image-program'), join(folder, 'program'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'program', 'dist', 'main.js');
}
