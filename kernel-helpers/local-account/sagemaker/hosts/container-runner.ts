import { InternalError } from 'kernel-helpers/errors';
import type { ContainerEngine } from '../../engine/container-engine';
import { makeNetwork } from '../../engine/container-network';
import type { EngineNote } from '../../engine/engine-note';
import { GatewayRelay, MACHINE_NAME } from '../../engine/gateway-relay';
import type { ImagePuller } from '../../engine/image-puller';
import type { ProcessLedger } from '../../machine/process-ledger';
import { ContainerGroup } from './container-group';
import { type HostSurroundings, serviceEnvironment } from './host-environment';
import type { HostGroup, HostNetwork, HostRunner, ServingNetwork, TrainingGroup } from './host-runner';
import { memoryOf } from './instance-memory';

/** The port that SageMaker asks a serving container on (developer guide, "Use your own inference code with hosting services"). */
const SERVE_PORT = 8080;

/** What the account gives to its SageMaker for running containers. */
export interface ContainerTools {
  readonly engine: ContainerEngine;
  readonly note: EngineNote;
  readonly images: ImagePuller;
  /** Ports of AWS and Snowflake on the loopback interface, which containers reach too. */
  readonly ports: readonly number[];
}

/** Runs each host as a container of a network that its job or endpoint has to itself. */
export class ContainerRunner implements HostRunner {
  readonly networkInterface = 'eth0';
  private readonly ports: readonly number[];

  constructor(
    private readonly tools: ContainerTools,
    private readonly surroundings: HostSurroundings,
    private readonly ledger: ProcessLedger,
  ) {
    this.ports = [...tools.ports, Number(new URL(surroundings.sageMakerUrl).port)];
  }

  surroundingsOf(): Readonly<Record<string, string>> {
    return serviceEnvironment(this.surroundings);
  }

  async openTraining({ hostNames, ...group }: TrainingGroup): Promise<HostNetwork> {
    return this.open(group, hostNames);
  }

  async openServing(group: HostGroup): Promise<ServingNetwork> {
    return await this.open(group, []);
  }

  private async open({ image, instanceType }: HostGroup, hostNames: readonly string[]): Promise<ContainerGroup> {
    if (image.kind !== 'layers') throw new InternalError(`${image.uri} has no layers that a container could have.`);
    const { engine, note, images } = this.tools;
    const reference = await images.pull(image);
    const network = await makeNetwork(engine, note.label);
    return new ContainerGroup({
      engine,
      network,
      relay: new GatewayRelay(network, this.ports),
      ledger: this.ledger,
      label: note.label,
      image: reference,
      hostNames,
      memoryBytes: memoryOf(instanceType),
      toContainer: (environment) =>
        forContainer({ ...coresOf(hostNames), ...environment, ...this.surroundingsOf() }, this.ports),
      url: `http://${network.addressOf(0)}:${SERVE_PORT}`,
    });
  }
}

/** The containers of a job share this machine's cores, and cannot know it: XGBoost's threads must not wait in a busy loop. */
function coresOf(hostNames: readonly string[]): Readonly<Record<string, string>> {
  return hostNames.length > 1 ? { OMP_WAIT_POLICY: 'passive' } : {};
}

/** URLs of this machine's services, under the name that leads there from a container; other values stay. */
function forContainer(
  environment: Readonly<Record<string, string>>,
  ports: readonly number[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, urlForContainer(value, ports)]));
}

function urlForContainer(value: string, ports: readonly number[]): string {
  const [, port, rest = ''] = /^http:\/\/(?:127\.0\.0\.1|localhost):(\d+)(\/.*)?$/.exec(value) ?? [];
  return ports.includes(Number(port)) ? `http://${MACHINE_NAME}:${port}${rest}` : value;
}
