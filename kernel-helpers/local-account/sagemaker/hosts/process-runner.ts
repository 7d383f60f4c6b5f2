import { InternalError } from 'kernel-helpers/errors';
import { LOCAL_HOST_ENVIRONMENT } from 'kernel-helpers/training-contract/index';
import { findFreePort } from '../../machine/ports';
import type { ProcessLedger } from '../../machine/process-ledger';
import type { LocalImage } from '../image';
import { type HostSurroundings, processEnvironment } from './host-environment';
import { startHostProcess } from './host-process';
import type { HostGroup, HostNetwork, HostRunner, HostToStart, ServingNetwork, TrainingGroup } from './host-runner';

/** Runs each host as a process: they share this machine's loopback interface, so they need ports of their own. */
export class ProcessRunner implements HostRunner {
  readonly networkInterface = 'lo';

  constructor(
    private readonly surroundings: HostSurroundings,
    private readonly ledger: ProcessLedger,
  ) {}

  surroundingsOf(directory: string): Readonly<Record<string, string>> {
    return processEnvironment(this.surroundings, directory);
  }

  async openTraining({ image, hostNames }: TrainingGroup): Promise<HostNetwork> {
    const addresses = Object.fromEntries(hostNames.map((name) => [name, '127.0.0.1']));
    return this.network(image, {
      [LOCAL_HOST_ENVIRONMENT.hostAddresses]: JSON.stringify(addresses),
      [LOCAL_HOST_ENVIRONMENT.trackerPort]: String(await findFreePort()),
    });
  }

  async openServing({ image }: HostGroup): Promise<ServingNetwork> {
    const port = await findFreePort();
    const network = this.network(image, { [LOCAL_HOST_ENVIRONMENT.servePort]: String(port) });
    return { ...network, url: `http://127.0.0.1:${port}` };
  }

  private network(image: LocalImage, variables: Readonly<Record<string, string>>): HostNetwork {
    if (image.kind !== 'program') throw new InternalError(`A process cannot run the layers of ${image.uri}.`);
    return {
      variables,
      start: ({ programArguments, environment, ...host }: HostToStart) =>
        startHostProcess(
          {
            ...host,
            command: process.execPath,
            commandArguments: [image.program, ...programArguments],
            environment: { ...environment, ...this.surroundingsOf(host.directory), ...variables },
          },
          this.ledger,
        ),
      // Each host's end is the end of its process group.
      close: async () => undefined,
    };
  }
}
