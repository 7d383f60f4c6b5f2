import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeWithoutEffect } from '../constraints/judge-members';
import { hiddenVariables } from '../hosts/host-environment';
import { LogStream } from '../log-stream';
import type { HostTools } from '../training/run-hosts';
import type { Variant } from './endpoint-record';
import { type ServingContainer, startServing } from './serving-container';

export interface RunningEndpointOptions {
  readonly name: string;
  readonly variants: readonly Variant[];
  readonly directory: string;
  readonly tools: HostTools;
  readonly startTimeoutSeconds: number;
}

interface RunningVariant {
  readonly variant: Variant;
  container: ServingContainer | undefined;
}

/** A container that ended is started again after this time, as SageMaker replaces unhealthy ones. */
const RESTART_DELAY_MILLISECONDS = 1000;

/** The processes behind one endpoint: one container for each variant, even if the variant has several instances. */
export class RunningEndpoint {
  private readonly closing = new AbortController();
  private readonly running: readonly RunningVariant[];
  private readonly logs: LogStream[] = [];
  /** Promises of starting and watching containers; each settles soon after the endpoint begins to close. */
  private readonly tasks = new Set<Promise<void>>();

  constructor(private readonly options: RunningEndpointOptions) {
    this.running = options.variants.map((variant) => ({ variant, container: undefined }));
  }

  get isClosing(): boolean {
    return this.closing.signal.aborted;
  }

  /** Starts all variants; throws the reason of the first that does not become healthy. */
  async start(): Promise<void> {
    await Promise.all(this.running.map((running) => this.track(this.startVariant(running))));
  }

  /** The named variant, or a random one by the variants' weights; undefined if no variant has that name. */
  choose(name: string | undefined): RunningVariant | undefined {
    if (name !== undefined) return this.running.find(({ variant }) => variant.name === name);
    let drawn = Math.random() * this.running.reduce((sum, { variant }) => sum + variant.weight, 0);
    for (const running of this.running) {
      drawn -= running.variant.weight;
      if (drawn < 0) return running;
    }
    return this.running.at(-1);
  }

  async close(graceSeconds?: number): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.tasks);
    await Promise.all(this.running.map(({ container }) => container?.close(graceSeconds)));
    await Promise.all(this.logs.map((log) => log.close()));
    await rm(this.options.directory, { recursive: true, force: true });
  }

  private track(task: Promise<void>): Promise<void> {
    this.tasks.add(task);
    return task.finally(() => this.tasks.delete(task));
  }

  private async startVariant(running: RunningVariant): Promise<void> {
    const { name, directory, tools, startTimeoutSeconds } = this.options;
    const { variant } = running;
    const image = await tools.images.find(variant.container.image);
    const log = this.openLog(variant);
    const base = join(directory, variant.name);
    await rm(base, { recursive: true, force: true });
    const title = `variant ${variant.name} of endpoint ${name}`;
    const container = await startServing(
      {
        title,
        container: variant.container,
        image,
        instanceType: variant.instanceType,
        directory: base,
        log,
        tools,
        startTimeoutSeconds,
      },
      this.closing.signal,
    );
    running.container = container;
    void container.exited.then((exitCode) => {
      running.container = undefined;
      if (!this.isClosing) void this.track(this.replace(running, exitCode, log));
    });
  }

  private openLog(variant: Variant): LogStream {
    const stream = `${variant.name}/i-${Date.now().toString(16).padStart(17, '0')}`;
    const log = new LogStream(this.options.tools.clients.logs, `/aws/sagemaker/Endpoints/${this.options.name}`, stream);
    this.logs.push(log);
    const set = this.options.tools.runner.surroundingsOf(this.options.directory);
    const withoutEffect = [...variant.withoutEffect, ...hiddenVariables(variant.container.environment, set)];
    for (const line of describeWithoutEffect(withoutEffect)) void log.write(line);
    return log;
  }

  /** Starts a container again and again until it is healthy. */
  private async replace(running: RunningVariant, exitCode: number, log: LogStream): Promise<void> {
    void log.write(`The container ended with exit code ${exitCode}; starting it again.`);
    while (running.container === undefined && !this.isClosing) {
      await Promise.race([delay(RESTART_DELAY_MILLISECONDS), aborted(this.closing.signal)]);
      if (this.isClosing) return;
      await this.startVariant(running).catch((error: unknown) => {
        void log.write(`It did not start: ${String(error)}`);
      });
    }
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
