import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVING_ENVIRONMENT, trainingPaths } from 'kernel-helpers/training-contract/index';
import { unpackArchive } from 'kernel-helpers/training-contract/unpack-archive';
import type { RunningHost } from '../hosts/host-runner';
import type { LocalImage } from '../image';
import type { LogStream } from '../log-stream';
import { downloadFile, parseS3Uri } from '../s3-files';
import type { HostTools } from '../training/run-hosts';
import type { ModelContainer } from './models';

// Limits of SageMaker's hosting (developer guide, "Use your own inference code with hosting services").
const PING_TIMEOUT_MILLISECONDS = 2000;
export const START_TIMEOUT_SECONDS = 240;
const STOP_GRACE_SECONDS = 30;
const PING_INTERVAL_MILLISECONDS = 100;

export interface ServingContainerOptions {
  /** Text for people: which variant of which endpoint this is. */
  readonly title: string;
  readonly container: ModelContainer;
  readonly image: LocalImage;
  readonly instanceType?: string | undefined;
  /** The folder that is `/opt/ml` for the container. */
  readonly directory: string;
  readonly log: LogStream;
  readonly tools: HostTools;
  readonly startTimeoutSeconds: number;
}

/** A container that serves a model, and answers `/ping`. */
export interface ServingContainer {
  readonly url: string;
  readonly exited: Promise<number>;
  close(graceSeconds?: number): Promise<void>;
}

/** Unpacks the model and serves it. Returns when it is healthy; otherwise ends the container and throws. */
export async function startServing(options: ServingContainerOptions, signal: AbortSignal): Promise<ServingContainer> {
  const paths = trainingPaths(options.directory);
  await mkdir(paths.model, { recursive: true, mode: 0o700 });
  await unpackModel(options, paths.model);
  const network = await options.tools.runner.openServing(options);
  const host = network.start({
    title: options.title,
    name: 'serve',
    programArguments: ['serve'],
    directory: options.directory,
    // This machine is one for all endpoints, and for the notebook.
    environment: { [SERVING_ENVIRONMENT.processes]: '1', ...options.container.environment },
    onLine: (line) => options.log.write(line),
  });
  const { url } = network;
  const exited = host.exited.finally(() => network.close());
  const close = async (graceSeconds = STOP_GRACE_SECONDS): Promise<void> => {
    host.stop(graceSeconds);
    await exited;
  };
  try {
    await waitUntilHealthy(url, host, options.startTimeoutSeconds, signal);
  } catch (error) {
    await close(0);
    throw error;
  }
  return { url, exited, close };
}

/** The model's files are read-only, as in SageMaker's container. */
async function unpackModel({ container, directory, tools }: ServingContainerOptions, folder: string): Promise<void> {
  if (container.modelDataUrl === undefined) return;
  const archive = join(directory, 'model.tar.gz');
  await downloadFile(tools.clients.s3, parseS3Uri(container.modelDataUrl), archive);
  await unpackArchive(createReadStream(archive), `The model archive ${container.modelDataUrl}`, folder);
  await rm(archive);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o400);
  }
}

async function waitUntilHealthy(
  url: string,
  host: RunningHost,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  let exitCode: number | undefined;
  void host.exited.then((code) => {
    exitCode = code;
  });
  while (!(await answersPing(url))) {
    signal.throwIfAborted();
    if (exitCode !== undefined) throw new Error(`The container ended with exit code ${exitCode}.`);
    if (Date.now() > deadline) throw new Error(`The container did not answer /ping within ${timeoutSeconds} s.`);
    await delay(PING_INTERVAL_MILLISECONDS);
  }
}

async function answersPing(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ping`, { signal: AbortSignal.timeout(PING_TIMEOUT_MILLISECONDS) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false; // The container does not listen yet or takes too long: it is not healthy.
  }
}
