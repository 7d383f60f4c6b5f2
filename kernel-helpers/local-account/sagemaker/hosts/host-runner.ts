import type { LocalImage } from '../image';

/** What runs the hosts of jobs and endpoints: processes of this machine, or containers. */
export interface HostRunner {
  /** The network interface by which the hosts of a job reach each other. */
  readonly networkInterface: string;
  /** Variables that say where a host runs, which those of a request cannot replace. */
  surroundingsOf(directory: string): Readonly<Record<string, string>>;
  /** Makes what the hosts of one job share. */
  openTraining(group: TrainingGroup): Promise<HostNetwork>;
  /** Makes what one container of an endpoint needs. */
  openServing(group: HostGroup): Promise<ServingNetwork>;
}

export interface HostGroup {
  readonly image: LocalImage;
  /** `ml.m5.large`; undefined where the service chooses it. */
  readonly instanceType?: string | undefined;
}

export interface TrainingGroup extends HostGroup {
  /** All hosts of the job, sorted. */
  readonly hostNames: readonly string[];
}

/** Some hosts and the network between them. */
export interface HostNetwork {
  /** Further variables of its hosts, which those of a request cannot replace either. */
  readonly variables: Readonly<Record<string, string>>;
  /** Starts a host. One that cannot be started exits with 127 and says why in a line. */
  start(host: HostToStart): RunningHost;
  /** Removes what is left when its hosts have ended. */
  close(): Promise<void>;
}

export interface ServingNetwork extends HostNetwork {
  /** Where its one host answers, once it listens. */
  readonly url: string;
}

export interface HostToStart {
  /** Text for people: which host of which job or endpoint this is. */
  readonly title: string;
  /** One of the group's names; of an endpoint, any. */
  readonly name: string;
  readonly programArguments: readonly string[];
  /** The folder that is its `/opt/ml`. */
  readonly directory: string;
  /** The request's variables, and those that SageMaker adds. */
  readonly environment: Readonly<Record<string, string>>;
  /** If it returns a promise, the host waits with its next lines, so that fast printing does not fill memory. */
  readonly onLine: (line: string) => Promise<void> | undefined;
}

export interface RunningHost {
  /** The exit code as a shell counts it: 137 after SIGKILL. Settles when its output has been read to the end. */
  readonly exited: Promise<number>;
  /** SIGTERM to the program, as a container engine sends it; SIGKILL to all of the host if it does not end in time. */
  stop(graceSeconds: number): void;
}
