import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from 'kernel-helpers/errors';
import { z } from 'zod';
import type { Arns } from '../arn';
import { membersWithoutEffect } from '../constraints/judge-members';
import { epochSeconds } from '../epoch-seconds';
import { listPage } from '../listing';
import type { Operations } from '../operations';
import type { InstanceLimits } from '../quotas';
import { RecordStore } from '../record-store';
import { ServiceError, validationError } from '../service-error';
import type { Tags } from '../tags';
import type { HostTools } from '../training/run-hosts';
import type { EndpointConfigs } from './endpoint-configs';
import {
  describeEndpoint,
  type EndpointRecord,
  endpointRecordSchema,
  summarizeEndpoint,
  type Variant,
  withStatus,
} from './endpoint-record';
import type { Models } from './models';
import { RunningEndpoint } from './running-endpoint';

type Input = Readonly<Record<string, unknown>>;

const endpointInputSchema = z.looseObject({
  EndpointName: z.string(),
  EndpointConfigName: z.string(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});

export interface EndpointsOptions {
  readonly directory: string;
  readonly arns: Arns;
  readonly tags: Tags;
  readonly models: Models;
  readonly configs: EndpointConfigs;
  readonly tools: HostTools;
  readonly limits: InstanceLimits;
  readonly startTimeoutSeconds: number;
  readonly onInternalError: (error: unknown) => void;
}

/** SageMaker's own words: https://github.com/aws/deep-learning-containers/pull/6673 */
const NO_CAPACITY =
  'Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. Please retry using a different ML instance type or after some time. Consider configuring InstancePools in your EndpointConfig with multiple instance types for priority-based fallback to improve capacity availability.';

/** How long containers may finish requests when the whole account closes. */
const CLOSE_GRACE_SECONDS = 2;

/** The endpoints of the account and the processes behind them. */
export class Endpoints {
  private readonly records: RecordStore<typeof endpointRecordSchema>;
  private readonly running = new Map<string, RunningEndpoint>();
  private readonly work = new Set<Promise<void>>();
  private readonly containersDirectory: string;

  constructor(private readonly options: EndpointsOptions) {
    this.records = new RecordStore(join(options.directory, 'endpoints'), endpointRecordSchema);
    this.containersDirectory = join(options.directory, 'containers');
  }

  readonly operations = {
    CreateEndpoint: (input: Input) => this.create(input),
    DescribeEndpoint: (input: Input) => describeEndpoint(this.find(String(input.EndpointName))),
    ListEndpoints: (input: Input) => this.list(input),
    DeleteEndpoint: (input: Input) => this.delete(String(input.EndpointName)),
  } satisfies Partial<Operations>;

  /** Starts the endpoints again that were in service when the account closed. */
  resume(): void {
    rmSync(this.containersDirectory, { recursive: true, force: true });
    for (const record of this.records.list()) {
      if (record.status === 'Deleting') this.records.delete(record.name);
      else if (record.status !== 'Failed') this.start(record);
    }
  }

  /** The processes of an endpoint that is in service, for the runtime; undefined for any other. */
  inService(name: string): RunningEndpoint | undefined {
    return this.records.get(name)?.status === 'InService' ? this.running.get(name) : undefined;
  }

  /** Ends the processes. The endpoints stay stored, and start again with the account. */
  async close(): Promise<void> {
    await Promise.all([...this.running.values()].map((endpoint) => endpoint.close(CLOSE_GRACE_SECONDS)));
    await Promise.all(this.work);
  }

  private create(request: Input): Input {
    const { EndpointName: name, EndpointConfigName: configName, Tags = [] } = endpointInputSchema.parse(request);
    const arn = this.options.arns.of('endpoint', name);
    if (this.records.get(name) !== undefined)
      throw validationError(`Cannot create already existing endpoint "${arn}".`);
    const { configs, models } = this.options;
    const asked = [...membersWithoutEffect('CreateEndpoint', request), ...configs.withoutEffect(configName)];
    const variants = configs.variantsOf(configName).map((variant) => ({
      name: variant.VariantName,
      weight: variant.InitialVariantWeight,
      instanceCount: variant.InitialInstanceCount ?? 1,
      instanceType: variant.InstanceType,
      container: models.containerOf(variant.ModelName ?? ''),
      withoutEffect: [...new Set([...asked, ...models.withoutEffect(variant.ModelName ?? '')])],
    }));
    this.checkQuotas(variants);
    const now = epochSeconds();
    const times = { creationTime: now, lastModifiedTime: now };
    const record: EndpointRecord = { name, arn, configName, status: 'Creating', ...times, variants };
    this.records.put(name, record);
    this.options.tags.add(arn, Tags);
    this.start(record);
    return { EndpointArn: arn };
  }

  private checkQuotas(variants: readonly Variant[]): void {
    const others = this.records.list().filter(({ status }) => status !== 'Failed');
    const present = others.flatMap((endpoint) => endpoint.variants);
    for (const instanceType of new Set(variants.flatMap((variant) => variant.instanceType ?? []))) {
      this.options.limits.quotas.check({
        instanceType,
        usage: 'endpoint usage',
        used: instancesOf(present, instanceType),
        asked: instancesOf(variants, instanceType),
      });
    }
  }

  private start(record: EndpointRecord): void {
    const { name, variants } = record;
    const { tools, startTimeoutSeconds } = this.options;
    const directory = join(this.containersDirectory, name);
    const endpoint = new RunningEndpoint({ name, variants, directory, tools, startTimeoutSeconds });
    this.running.set(name, endpoint);
    this.records.put(name, withStatus(record, 'Creating'));
    const { typesWithoutCapacity } = this.options.limits;
    if (variants.some(({ instanceType = '' }) => typesWithoutCapacity.includes(instanceType))) {
      this.settle(name, endpoint, 'Failed', NO_CAPACITY);
      return;
    }
    this.track(
      endpoint.start().then(
        () => this.settle(name, endpoint, 'InService'),
        async (error: unknown) => {
          this.settle(name, endpoint, 'Failed', failureReason(error));
          await endpoint.close(0);
        },
      ),
    );
  }

  /** Stores how a start ended, unless the endpoint is being deleted or the account closes. */
  private settle(name: string, endpoint: RunningEndpoint, status: 'InService' | 'Failed', reason?: string): void {
    const record = this.records.get(name);
    if (record?.status !== 'Creating' || this.running.get(name) !== endpoint || endpoint.isClosing) return;
    this.records.put(name, withStatus(record, status, reason));
  }

  private delete(name: string): Input {
    const record = this.find(name);
    if (record.status === 'Deleting') return {};
    // https://github.com/aws/amazon-sagemaker-examples/pull/3188
    if (record.status === 'Creating') throw validationError(`Cannot update in-progress endpoint "${record.arn}".`);
    this.records.put(name, withStatus(record, 'Deleting'));
    const closing = this.running.get(name)?.close() ?? Promise.resolve();
    this.track(
      closing.finally(() => {
        this.running.delete(name);
        this.records.delete(name);
        this.options.tags.forget(record.arn);
      }),
    );
    return {};
  }

  private track(work: Promise<void>): void {
    const tracked = work.catch(this.options.onInternalError).finally(() => this.work.delete(tracked));
    this.work.add(tracked);
  }

  private list(input: Input): Input {
    const page = listPage(this.records.list(), input);
    return {
      Endpoints: page.items.map(summarizeEndpoint),
      ...(page.nextToken !== undefined && { NextToken: page.nextToken }),
    };
  }

  private find(name: string): EndpointRecord {
    const record = this.records.get(name);
    if (record === undefined)
      throw validationError(`Could not find endpoint "${this.options.arns.of('endpoint', name)}".`);
    return record;
  }
}

function instancesOf(variants: readonly Variant[], type: string): number {
  const counts = variants.filter(({ instanceType }) => instanceType === type).map(({ instanceCount }) => instanceCount);
  return counts.reduce((sum, count) => sum + count, 0);
}

function failureReason(error: unknown): string {
  if (error instanceof ServiceError) return error.message;
  const cause = messageOf(error);
  return `The primary container did not pass the ping health check. ${cause} Please check CloudWatch logs for this endpoint.`;
}
