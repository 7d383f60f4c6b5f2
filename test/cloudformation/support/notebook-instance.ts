import { chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Podman } from '../../container/engine/support/podman';
import { ROOT } from '../../support/clone';
import { until } from '../../support/until';
import { foldersOfThisMachine, JUPYTER_ENVIRONMENT, STAND_INS, USER_ID } from './instance-base';
import { lifecycleHead, lifecycleScript } from './lifecycle-script';

const HOME = '/home/ec2-user';
/** On a real notebook instance: /sbin:/bin:/usr/sbin:/usr/bin. */
const PATH = `${STAND_INS}:/sbin:/bin:/usr/sbin:/usr/bin:${ROOT}/.venv/bin`;

export interface StartOptions {
  readonly settings: Readonly<Record<string, string>>;
  /** `none` cuts every way out. @default host */
  readonly network?: 'host' | 'none';
  /** Instead of a folder of this machine, a volume in memory of this size, which is lost at the end. */
  readonly volumeKilobytes?: number;
  /** A program that stops in its tracks as soon as it is called. */
  readonly held?: 'sha256sum' | 'tar' | 'install';
}

/** A notebook instance that has started: a container with a fresh root disk, and the volume that survives. */
export interface RunningInstance {
  /** How long the script of the start took. */
  readonly startSeconds: number;
  /** Runs a command in it as ec2-user, with the environment of Jupyter first. */
  run(...command: readonly string[]): Promise<string>;
  /** The state in words, once the installation is `ready` or has `failed`. */
  ended(): Promise<Readonly<Record<string, unknown>>>;
  /** Runs a command in it as root. */
  runAsRoot(...command: readonly string[]): Promise<string>;
  /** Waits until the held program has been called. */
  untilHeld(): Promise<void>;
  /** As a stop does it: every program ends at once, and everything outside the volume is gone. */
  stop(): Promise<void>;
}

/** The volume of a notebook instance, and a way to start the instance with it. */
export class NotebookVolume {
  readonly files: string;

  constructor(
    private readonly podman: Podman,
    private readonly base: string,
    name: string,
  ) {
    this.files = join(podman.folder, 'volumes', name);
    mkdirSync(this.files, { recursive: true });
    chownSync(this.files, USER_ID, USER_ID);
  }

  read(path: string): string {
    return readFileSync(join(this.files, path), 'utf8');
  }

  /** As ec2-user writes it. */
  write(path: string, text: string): void {
    writeFileSync(join(this.files, path), text);
    chownSync(join(this.files, path), USER_ID, USER_ID);
  }

  has(path: string): boolean {
    return existsSync(join(this.files, path));
  }

  /** In bytes; 0 for a file that is not there. */
  sizeOf(path: string): number {
    return statSync(join(this.files, path), { throwIfNoEntry: false })?.size ?? 0;
  }

  async start({ settings, network = 'host', volumeKilobytes, held }: StartOptions): Promise<RunningInstance> {
    const volume =
      volumeKilobytes === undefined
        ? ['--volume', `${this.files}:${HOME}/SageMaker`]
        : ['--tmpfs', `${HOME}/SageMaker:size=${volumeKilobytes}k`];
    const folders = (await foldersOfThisMachine()).flatMap((folder) => ['--volume', `${folder}:${folder}:ro`]);
    const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].flatMap((name) => ['--env', `${name}=test`]);
    const id = (
      await this.podman.run(
        ...['run', '--detach', '--network', network, ...volume, ...folders, ...keys, '--env', `PATH=${PATH}`],
        ...['--rootfs', `${this.base}:O`, 'sleep', 'infinity'],
      )
    ).trim();
    const inside = (...command: readonly string[]) => this.podman.run('exec', id, ...command);
    const asUser = (...command: readonly string[]) =>
      this.podman.run(
        ...['exec', '--user', 'ec2-user', '--workdir', `${HOME}/SageMaker`, '--env', `HOME=${HOME}`],
        ...['--env', `PATH=${JUPYTER_ENVIRONMENT}/bin:${PATH}`, id, ...command],
      );
    if (volumeKilobytes !== undefined) await inside('chown', 'ec2-user', `${HOME}/SageMaker`);
    if (held !== undefined) await inside('touch', `/tmp/hold-${held}`);
    const script = join(this.podman.folder, `${id}.sh`);
    writeFileSync(script, lifecycleHead(settings) + lifecycleScript());
    await this.podman.run('cp', script, `${id}:/tmp/on-start.sh`);
    const began = performance.now();
    await inside('bash', '/tmp/on-start.sh');
    const state = async (): Promise<Readonly<Record<string, unknown>>> => {
      const file = `${HOME}/SageMaker/.snowflake-sagemaker/state.json`;
      const { exitCode, stdout } = await this.podman.result(['exec', id, 'cat', file]);
      return exitCode === 0 ? JSON.parse(stdout) : {};
    };
    return {
      startSeconds: (performance.now() - began) / 1_000,
      run: asUser,
      runAsRoot: inside,
      ended: async () => {
        await until(async () => ['ready', 'failed'].includes(String((await state()).status)));
        return await state();
      },
      untilHeld: () =>
        until(async () => (await this.podman.result(['exec', id, 'test', '-f', '/tmp/held'])).exitCode === 0),
      stop: async () => {
        await this.podman.run('rm', '--force', '--time', '0', id);
      },
    };
  }
}
