import type { AwsAccount } from '../aws/aws-account';
import { REGISTRY_USER, registryPassword } from '../aws/ecr-login';
import type { ContainerEngine } from '../engine/container-engine';
import { ImagePuller } from '../engine/image-puller';
import { startOn, type WantedPort } from '../machine/ports';
import { type RunningRegistry, startRegistry } from '../registry/index';
import type { ContainerTools } from '../sagemaker/hosts/container-runner';
import { engineNote } from './engine-leftovers';
import type { AccountFolder } from './locations';

export interface ContainersOptions {
  readonly engine: ContainerEngine;
  readonly folder: AccountFolder;
  readonly aws: AwsAccount;
  readonly areCallsJudged: boolean;
  readonly registryPort: WantedPort;
  /** Ports of AWS and Snowflake. */
  readonly ports: readonly number[];
}

export interface Containers {
  readonly registry: RunningRegistry;
  readonly tools: ContainerTools;
  /** Ends the registry, and removes from the engine what this account has made there. */
  close(): Promise<void>;
}

/** Starts the registry, and gives SageMaker what it needs to run images from it in an engine. */
export async function startContainers(options: ContainersOptions): Promise<Containers> {
  const { engine, folder, aws, areCallsJudged } = options;
  const registry = await startOn(options.registryPort, (port) =>
    startRegistry({ directory: folder.registry, aws, areCallsJudged, port }),
  );
  const note = engineNote(folder);
  note.begin(engine);
  // SageMaker pulls an image with the rights of the job's role.
  const login = { url: registry.url, user: REGISTRY_USER, password: registryPassword('job', aws.credentials) };
  return {
    registry,
    tools: { engine, note, images: new ImagePuller(engine, note, login, folder.engine), ports: options.ports },
    close: async () => {
      await registry.close();
      await note.removeAll();
    },
  };
}
