import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from 'kernel-helpers/errors';
import type { ContainerEngine } from '../../engine/container-engine';
import type { ProcessLedger } from '../../machine/process-ledger';
import { startHostProcess } from './host-process';
import type { HostToStart, RunningHost } from './host-runner';

export interface ContainerToStart extends Pick<HostToStart, 'title' | 'directory' | 'onLine'> {
  readonly container: string;
  /** What `create` gets: options, image, and the arguments of the program. */
  readonly createArguments: readonly string[];
  readonly createEnvironment: Readonly<Record<string, string>>;
  /** Called when the network is there and the program does not run yet. */
  readonly beforeStart: () => Promise<void>;
}

/** As of a process that SIGTERM ended. */
const EXIT_TERMINATED = 128 + 15;
const TRY_AGAIN_MILLISECONDS = 100;

/** Makes a container and starts it; a process of the engine passes its output and its exit code on. */
export function startContainer(
  { title, directory, onLine, container, ...host }: ContainerToStart,
  engine: ContainerEngine,
  ledger: ProcessLedger,
): RunningHost {
  let isStopAsked = false;
  let isOver = false;
  let killing: NodeJS.Timeout | undefined;

  const run = async (): Promise<number> => {
    await engine.run(['create', ...host.createArguments], host.createEnvironment);
    // Podman makes a network's interface with the network's first container, Docker with the network itself.
    if (engine.name === 'podman') await engine.run(['init', container]);
    await host.beforeStart();
    if (isStopAsked) return EXIT_TERMINATED;
    const attached = {
      title,
      directory,
      onLine,
      command: engine.name,
      commandArguments: ['start', '--attach', container],
      environment: engine.environment(),
    };
    return startHostProcess(attached, ledger).exited;
  };

  /** The engine refuses a signal while the container is still starting, so it is sent again. */
  const signal = async (name: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    while (!isOver) {
      const isSent = await engine.run(['kill', '--signal', name, container]).then(
        () => true,
        () => false,
      );
      if (isSent) return;
      await delay(TRY_AGAIN_MILLISECONDS);
    }
  };

  const exited = run()
    .catch((error: unknown) => {
      void onLine(`${title} could not be started: ${messageOf(error)}`);
      return 127;
    })
    .finally(() => {
      isOver = true;
      clearTimeout(killing);
    });
  return {
    exited,
    stop: (graceSeconds) => {
      if (isOver) return;
      isStopAsked = true;
      void signal('SIGTERM');
      clearTimeout(killing);
      killing = setTimeout(() => void signal('SIGKILL'), graceSeconds * 1000);
    },
  };
}
