import { join } from 'node:path';
import { z } from 'zod';
import type { Arns } from '../arn';
import { membersWithoutEffect } from '../constraints/judge-members';
import { epochSeconds } from '../epoch-seconds';
import { listPage } from '../listing';
import type { Operations } from '../operations';
import { RecordStore } from '../record-store';
import { validationError } from '../service-error';
import type { Tags } from '../tags';
import type { Models } from './models';

type Input = Readonly<Record<string, unknown>>;

const variantSchema = z.looseObject({
  VariantName: z.string(),
  ModelName: z.string().optional(),
  InitialInstanceCount: z.number().optional(),
  InstanceType: z.string().optional(),
  ServerlessConfig: z.looseObject({}).optional(),
  InstancePools: z.array(z.unknown()).optional(),
  InitialVariantWeight: z.number().default(1),
});
const configInputSchema = z.looseObject({
  EndpointConfigName: z.string(),
  ProductionVariants: z.array(variantSchema),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});
const configRecordSchema = z.object({ input: configInputSchema, arn: z.string(), creationTime: z.number() });

export type ProductionVariant = z.infer<typeof variantSchema>;

/** The endpoint configurations of the account. */
export class EndpointConfigs {
  private readonly records: RecordStore<typeof configRecordSchema>;

  constructor(
    directory: string,
    private readonly arns: Arns,
    private readonly tags: Tags,
    private readonly models: Models,
  ) {
    this.records = new RecordStore(join(directory, 'endpoint-configs'), configRecordSchema);
  }

  readonly operations = {
    CreateEndpointConfig: (input: Input) => this.create(input),
    DescribeEndpointConfig: (input: Input) => this.describe(String(input.EndpointConfigName)),
    ListEndpointConfigs: (input: Input) => this.list(input),
    DeleteEndpointConfig: (input: Input) => this.delete(String(input.EndpointConfigName)),
  } satisfies Partial<Operations>;

  /** @throws ServiceError when there is no such configuration. */
  variantsOf(name: string): readonly ProductionVariant[] {
    return this.find(name).input.ProductionVariants;
  }

  /** Members of the configuration's request without effect on this machine. */
  withoutEffect(name: string): readonly string[] {
    return membersWithoutEffect('CreateEndpointConfig', this.find(name).input);
  }

  private create(request: Input): Input {
    const input = configInputSchema.parse(request);
    const arn = this.arns.of('endpoint-config', input.EndpointConfigName);
    checkVariants(input.ProductionVariants);
    for (const variant of input.ProductionVariants) {
      if (variant.ModelName === undefined) {
        throw validationError(
          `Production variant ${variant.VariantName} names no model: inference components are not offered here.`,
        );
      }
      this.models.containerOf(variant.ModelName);
    }
    if (this.records.get(input.EndpointConfigName) !== undefined) {
      throw validationError(`Cannot create already existing endpoint configuration "${arn}".`);
    }
    this.records.put(input.EndpointConfigName, { input, arn, creationTime: epochSeconds() });
    this.tags.add(arn, input.Tags ?? []);
    return { EndpointConfigArn: arn };
  }

  private describe(name: string): Input {
    const { input, arn, creationTime } = this.find(name);
    const { Tags: _tags, ...rest } = input;
    return { ...rest, EndpointConfigArn: arn, CreationTime: creationTime, EnableNetworkIsolation: false };
  }

  private list(input: Input): Input {
    const items = this.records
      .list()
      .map(({ input, arn, creationTime }) => ({ name: input.EndpointConfigName, arn, creationTime }));
    const page = listPage(items, input);
    return {
      EndpointConfigs: page.items.map(({ name, arn, creationTime }) => ({
        EndpointConfigName: name,
        EndpointConfigArn: arn,
        CreationTime: creationTime,
      })),
      ...(page.nextToken !== undefined && { NextToken: page.nextToken }),
    };
  }

  private delete(name: string): Input {
    this.tags.forget(this.find(name).arn);
    this.records.delete(name);
    return {};
  }

  private find(name: string): z.infer<typeof configRecordSchema> {
    const record = this.records.get(name);
    if (record === undefined) {
      throw validationError(`Could not find endpoint configuration "${this.arns.of('endpoint-config', name)}".`);
    }
    return record;
  }
}

/**
 * A request chooses a variant by its name, so two cannot share one. ServerlessConfig "specifies a serverless endpoint
 * configuration instead of an instance-based endpoint configuration" (API reference, ProductionVariant).
 */
function checkVariants(variants: readonly ProductionVariant[]): void {
  const names = variants.map(({ VariantName }) => VariantName);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw validationError(`Variant names must be unique: ${repeated} is given twice.`);
  for (const { VariantName, ServerlessConfig, InstanceType, InitialInstanceCount, InstancePools } of variants) {
    const hasInstances = InstanceType !== undefined || InitialInstanceCount !== undefined;
    if (ServerlessConfig !== undefined && hasInstances)
      throw validationError(
        `Variant ${VariantName} has a ServerlessConfig, so it takes no InstanceType and InitialInstanceCount.`,
      );
    if (ServerlessConfig !== undefined || InstancePools !== undefined) continue;
    if (InstanceType === undefined || InitialInstanceCount === undefined)
      throw validationError(`Variant ${VariantName} needs an InstanceType and an InitialInstanceCount.`);
  }
}
