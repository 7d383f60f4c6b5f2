import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Podman } from '../../container/engine/support/podman';
import { ROOT } from '../../support/clone';
import { findFreePort } from '../../support/free-port';
import { until } from '../../support/until';
import { foldersOfThisMachine, JUPYTER_ENVIRONMENT, STAND_INS, USER_ID } from './instance-base';
import { lifecycleHead, lifecycleScript } from './lifecycle-script';

const HOME = '/home/ec2-user';
export const STATE = '.snowflake-sagemaker/state.json';
/** Is on the volume once a held program has been called. */
export const HELD = 'held';
/** On a real notebook instance: /sbin:/bin:/usr/sbin:/usr/bin. */
const PATH = `${STAND_INS}:/sbin:/bin:/usr/sbin:/usr/bin:${ROOT}/.venv/bin`;

export interface InstanceOptions {
  /** `none` cuts every way out. @default host */
  readonly network?: 'host' | 'none';
  /** Instead of a folder of this machine, a volume in memory of this size, which is lost at the end. */
  readonly volumeKilobytes?: number;
  /** Variables of every program in it. */
  readonly variables?: Readonly<Record<string, string>>;
}

export type Settings = Readonly<Record<string, string>>;

/** A program that stops in its tracks as soon as it is called. */
export type Held = 'sha256sum' | 'tar' | 'install';

/** A notebook instance: a container with a fresh root disk, and the volume that survives. */
export interface Instance {
  /** Runs the script of a start, and returns how many seconds it took. It begins without the state of an earlier run. */
  start(settings: Settings, held?: Held): Promise<number>;
  /** Runs a command in it as ec2-user, with the environment of Jupyter first. */
  run(...command: readonly string[]): Promise<string>;
  /** Starts a program as ec2-user, whose output goes to a file of the volume. */
  runInBackground(output: string, ...command: readonly string[]): Promise<void>;
  /** Starts a JupyterLab without a token, and returns its address. */
  startJupyter(...options: readonly string[]): Promise<string>;
  /** The state in words, once the installation is `ready` or has `failed`. */
  ended(): Promise<Readonly<Record<string, unknown>>>;
  /** Runs a command in it as root. */
  runAsRoot(...command: readonly string[]): Promise<string>;
  /** Ends every program of ec2-user at once. */
  kill(): Promise<void>;
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

  remove(path: string): void {
    // What ends with an instance may still write its last file.
    rmSync(join(this.files, path), { recursive: true, force: true, maxRetries: 10 });
  }

  /** Turns an instance with this volume on, and runs nothing in it yet. */
  async turnOn({ network = 'host', volumeKilobytes, variables = {} }: InstanceOptions = {}): Promise<Instance> {
    const home = `${HOME}/SageMaker`;
    const isOnDisk = volumeKilobytes === undefined;
    const volume = isOnDisk ? ['--volume', `${this.files}:${home}`] : ['--tmpfs', `${home}:size=${volumeKilobytes}k`];
    const folders = (await foldersOfThisMachine()).flatMap((folder) => ['--volume', `${folder}:${folder}:ro`]);
    const all = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', PATH, ...variables };
    const environment = Object.entries(all).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
    const id = (
      await this.podman.run(
        ...['run', '--detach', '--network', network, ...volume, ...folders, ...environment],
        ...['--rootfs', `${this.base}:O`, 'sleep', 'infinity'],
      )
    ).trim();
    const runAsRoot = (...command: readonly string[]) => this.podman.run('exec', id, ...command);
    const run = (...command: readonly string[]) =>
      this.podman.run(
        ...['exec', '--user', 'ec2-user', '--workdir', home, '--env', `HOME=${HOME}`],
        ...['--env', `PATH=${JUPYTER_ENVIRONMENT}/bin:${PATH}`, id, ...command],
      );
    const runInBackground = async (output: string, ...command: readonly string[]): Promise<void> => {
      await run('sh', '-c', `setsid "$@" > ${output} 2>&1 < /dev/null &`, 'sh', ...command);
    };
    if (!isOnDisk) await runAsRoot('chown', 'ec2-user', home);
    const state = async (): Promise<Readonly<Record<string, unknown>>> => {
      // A container takes a tenth of a second to read a file, so only the volume that is in memory is read there.
      if (isOnDisk) return this.has(STATE) ? JSON.parse(this.read(STATE)) : {};
      const { exitCode, stdout } = await this.podman.result(['exec', id, 'cat', `${home}/${STATE}`]);
      return exitCode === 0 ? JSON.parse(stdout) : {};
    };
    return {
      run,
      runAsRoot,
      runInBackground,
      start: async (settings, held) => {
        this.remove(STATE);
        this.remove(HELD);
        const hold = held === undefined ? '' : `touch /tmp/hold-${held}\n`;
        const script = lifecycleHead(settings) + lifecycleScript();
        const began = performance.now();
        await runAsRoot('bash', '-c', `rm -f /tmp/hold-*\n${hold}${script}`);
        return (performance.now() - began) / 1_000;
      },
      startJupyter: async (...options) => {
        const port = await findFreePort();
        const url = `http://127.0.0.1:${port}`;
        const own = [
          `--port=${port}`,
          '--ip=127.0.0.1',
          '--no-browser',
          '--IdentityProvider.token=',
          '--ServerApp.disable_check_xsrf=True',
          "--ServerApp.jpserver_extensions={'jupyter_server_terminals': True}",
        ];
        await runInBackground('jupyter.log', 'env', ...options, 'jupyter', 'lab', ...own);
        await until(async () => (await fetch(`${url}/api`).catch(() => undefined))?.ok === true);
        return url;
      },
      ended: async () => {
        await until(async () => ['ready', 'failed'].includes(String((await state()).status)));
        return await state();
      },
      kill: async () => {
        await run('sh', '-c', 'kill -9 -1');
        // A signal arrives later than it is sent, and a program may write until then.
        await until(
          async () => (await runAsRoot('sh', '-c', `pgrep --euid ${USER_ID} --runstates D,R,S,T || true`)) === '',
        );
      },
      stop: async () => {
        await this.podman.run('rm', '--force', '--time', '0', id);
      },
    };
  }
}
