import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_HOST_ENVIRONMENT, trainingPaths } from '../../../kernel-helpers/dist/training-contract/index';
import { findPythonTools } from '../../../kernel-helpers/local-account/dist/account/python';
import { ROOT } from '../../support/clone';
import { findFreePort } from '../../support/free-port';
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
  /** The same on several hosts, which all run on this machine at the same time. */
  trainOnHosts(hostCount: number, job: HostJob): Promise<readonly HostRun[]>;
  close(): Promise<void>;
}

export async function openBenchSite(): Promise<BenchSite> {
  const folder = makeTemporaryFolder('bench-container');
  const program = imageProgram(folder.path);
  const library = findPythonTools().xgboostLibrary;
  if (library === undefined) throw new Error('The wheel xgboost-cpu is not in .venv. Run npm run set-up.');
  const account = await startLocalAccount();
  let jobCount = 0;
  const trainOnHosts = async (hostCount: number, job: HostJob): Promise<readonly HostRun[]> => {
    jobCount += 1;
    const hosts = Array.from({ length: hostCount }, (_, index) => `algo-${index + 1}`);
    const addresses = Object.fromEntries(hosts.map((name) => [name, '127.0.0.1']));
    const env = {
      ...account.settings,
      SF_TABLE: job.table,
      TARGET_COLUMN: job.target,
      [LOCAL_HOST_ENVIRONMENT.xgboostLibrary]: library,
      // One host needs nothing to meet others.
      ...(hostCount > 1 && {
        [LOCAL_HOST_ENVIRONMENT.hostAddresses]: JSON.stringify(addresses),
        [LOCAL_HOST_ENVIRONMENT.trackerPort]: String(await findFreePort()),
      }),
      ...job.env,
    };
    return await allOf(
      hosts.map(async (name) => {
        const paths = trainingPaths(join(folder.path, `job-${jobCount}`, name));
        mkdirSync(join(paths.base, 'input/config'), { recursive: true });
        writeFileSync(paths.hyperparameters, JSON.stringify(job.hyperparameters));
        writeFileSync(paths.resourceConfig, JSON.stringify({ current_host: name, hosts }));
        const ownEnv = { ...env, [LOCAL_HOST_ENVIRONMENT.baseDirectory]: paths.base };
        return { ...(await measureProcess(process.execPath, [program, 'train'], ownEnv)), modelFolder: paths.model };
      }),
    );
  };
  return {
    account,
    library,
    program,
    folder: folder.path,
    trainOnHost: async (job) => (await trainOnHosts(1, job))[0],
    trainOnHosts,
    close: async () => {
      await account.close();
      folder.close();
    },
  };
}

/** A host that fails makes others fail: every host's words are needed. */
async function allOf<Value>(runs: readonly Promise<Value>[]): Promise<readonly Value[]> {
  const ended = await Promise.allSettled(runs);
  const failures = ended.flatMap((run) => (run.status === 'rejected' ? [String(run.reason)] : []));
  if (failures.length > 0) throw new Error(failures.join('\n--- another host\n'));
  return await Promise.all(runs);
}

/** The program as it is in the image; its one package comes from this clone. */
function imageProgram(folder: string): string {
  cpSync(join(ROOT, 'container', 'image-program'), join(folder, 'program'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'program', 'dist', 'main.js');
}
