import type { ContainerEngine } from '../../engine/container-engine';
import type { ContainerNetwork } from '../../engine/container-network';
import { type GatewayRelay, MACHINE_NAME } from '../../engine/gateway-relay';
import type { ProcessLedger } from '../../machine/process-ledger';
import type { HostToStart, RunningHost, ServingNetwork } from './host-runner';
import { startContainer } from './start-container';

export interface ContainerGroupOptions {
  readonly engine: ContainerEngine;
  readonly network: ContainerNetwork;
  readonly relay: GatewayRelay;
  readonly ledger: ProcessLedger;
  readonly label: string;
  /** The image as the engine knows it. */
  readonly image: string;
  readonly hostNames: readonly string[];
  readonly memoryBytes: number | undefined;
  /** The variables that a container gets in place of these. */
  readonly toContainer: (environment: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly url: string;
}

/** The containers of one job or endpoint, on a network of their own. */
export class ContainerGroup implements ServingNetwork {
  readonly variables = {};
  private readonly containers: string[] = [];

  constructor(private readonly options: ContainerGroupOptions) {}

  get url(): string {
    return this.options.url;
  }

  start({ name, programArguments, environment, ...host }: HostToStart): RunningHost {
    const { engine, network, relay, ledger, image, toContainer } = this.options;
    const variables = toContainer(environment);
    // Other users of this machine see a command line, so values go by the environment of the engine's program, except
    // for those of variables that it reads itself.
    const passed = Object.entries(variables).filter(([variable]) => !engine.reads(variable));
    const container = `${network.name}-${this.containers.length + 1}`;
    this.containers.push(container);
    return startContainer(
      {
        ...host,
        container,
        createArguments: [
          ...['--name', container, '--label', this.options.label, '--pull', 'never', '--log-driver', 'none'],
          ...this.networkArguments(name),
          ...this.memoryArguments(),
          ...userArguments(),
          ...['--volume', `${host.directory}:/opt/ml`],
          ...Object.entries(variables).flatMap(([variable, value]) => [
            '--env',
            engine.reads(variable) ? `${variable}=${value}` : variable,
          ]),
          image,
          ...programArguments,
        ],
        createEnvironment: Object.fromEntries(passed),
        beforeStart: () => relay.open(),
      },
      engine,
      ledger,
    );
  }

  /** What cannot be removed now is removed when the account ends: a job that went well does not fail because of it. */
  async close(): Promise<void> {
    const { engine, network, relay } = this.options;
    await relay.close();
    const containers = this.containers.splice(0);
    try {
      if (containers.length > 0) await engine.run(['rm', '--force', ...containers]);
      await engine.run(['network', 'rm', network.name]);
    } catch (error) {
      console.error(error);
    }
  }

  /** Every host knows the others, and this machine, by its hosts file: no engine has to have a DNS server. */
  private networkArguments(name: string): readonly string[] {
    const { network, hostNames } = this.options;
    const index = hostNames.indexOf(name);
    const known = [
      [MACHINE_NAME, network.gateway],
      ...hostNames.map((host, other) => [host, network.addressOf(other)]),
    ];
    return [
      ...['--network', network.name, '--ip', network.addressOf(Math.max(index, 0))],
      ...(index < 0 ? [] : ['--hostname', name]),
      ...known.flatMap(([host, address]) => ['--add-host', `${host}:${address}`]),
    ];
  }

  /** SageMaker's machines have no swap space. */
  private memoryArguments(): readonly string[] {
    const { memoryBytes } = this.options;
    if (memoryBytes === undefined) return [];
    return ['--memory', `${memoryBytes}b`, '--memory-swap', `${memoryBytes}b`];
  }
}

/** SageMaker's containers run as root. Where the account does not, root's files in its folders could not be removed. */
function userArguments(): readonly string[] {
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  return user === 0 ? [] : ['--user', `${user}:${group}`];
}
