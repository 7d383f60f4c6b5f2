import { dirname, join, resolve } from 'node:path';

/** The clone that this package is part of, or the folder in whose `node_modules` it was installed. */
export const INSTALLATION = resolve(dirname(require.resolve('local-account/package.json')), '../..');

/** Files and folders of one local account. */
export interface AccountFolder {
  readonly directory: string;
  /** Which process runs the account now and where its parts listen; the file is gone when none runs. */
  readonly state: string;
  readonly credentials: string;
  /** Which ports the account had in its last run. */
  readonly ports: string;
  /** Where SageMaker's Python SDK reads its defaults. */
  readonly pythonSdkConfig: string;
  readonly log: string;
  readonly processes: string;
  readonly aws: string;
  readonly snowflake: string;
  readonly sageMaker: string;
  /** Images that were pushed. */
  readonly registry: string;
  /** The registry's password, for the container engine. */
  readonly engine: string;
  /** What the account may have left in the engine; the file is gone when nothing is there. */
  readonly containers: string;
}

/** The folder of an account: `.local-account` of the clone or the installation, or one that the user names. */
export function accountFolder(directory: string = join(INSTALLATION, '.local-account')): AccountFolder {
  const root = resolve(directory);
  return {
    directory: root,
    state: join(root, 'state.json'),
    credentials: join(root, 'credentials.json'),
    ports: join(root, 'ports.json'),
    pythonSdkConfig: join(root, 'sagemaker-python-sdk.yaml'),
    log: join(root, 'account.log'),
    processes: join(root, 'processes'),
    aws: join(root, 'aws'),
    snowflake: join(root, 'snowflake'),
    sageMaker: join(root, 'sagemaker'),
    registry: join(root, 'registry'),
    engine: join(root, 'engine'),
    containers: join(root, 'containers.json'),
  };
}
