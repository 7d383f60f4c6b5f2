import { join } from 'node:path';
import { z } from 'zod';
import type { AwsClients } from '../../aws/aws-account';
import { isAccessDenied } from '../access-denied';
import type { Arns } from '../arn';
import { membersWithoutEffect } from '../constraints/judge-members';
import { epochSeconds } from '../epoch-seconds';
import type { Images } from '../image';
import { listPage } from '../listing';
import type { Operations } from '../operations';
import { RecordStore } from '../record-store';
import { checkRole } from '../role';
import { objectExists, parseS3Uri } from '../s3-files';
import { notOffered, validationError } from '../service-error';
import type { Tags } from '../tags';

type Input = Readonly<Record<string, unknown>>;

const containerSchema = z.looseObject({
  Image: z.string().optional(),
  ModelDataUrl: z.string().optional(),
  Environment: z.record(z.string(), z.string()).optional(),
  Mode: z.string().optional(),
});
const modelInputSchema = z.looseObject({
  ModelName: z.string(),
  ExecutionRoleArn: z.string().optional(),
  PrimaryContainer: containerSchema.optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});
const modelRecordSchema = z.object({ input: modelInputSchema, arn: z.string(), creationTime: z.number() });

/** What an endpoint runs: the image, and the archive that becomes its `/opt/ml/model`. */
export interface ModelContainer {
  readonly image: string;
  readonly modelDataUrl?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The models of the account. */
export class Models {
  private readonly records: RecordStore<typeof modelRecordSchema>;

  constructor(
    directory: string,
    private readonly arns: Arns,
    private readonly tags: Tags,
    private readonly clients: AwsClients,
    private readonly images: Images,
  ) {
    this.records = new RecordStore(join(directory, 'models'), modelRecordSchema);
  }

  readonly operations = {
    CreateModel: (input: Input) => this.create(input),
    DescribeModel: (input: Input) => this.describe(String(input.ModelName)),
    ListModels: (input: Input) => this.list(input),
    DeleteModel: (input: Input) => this.delete(String(input.ModelName)),
  } satisfies Partial<Operations>;

  /** @throws ServiceError when there is no such model. */
  containerOf(name: string): ModelContainer {
    const container = this.find(name).input.PrimaryContainer;
    return {
      image: container?.Image ?? '',
      modelDataUrl: container?.ModelDataUrl,
      environment: container?.Environment ?? {},
    };
  }

  /** Members of the model's request without effect on this machine. */
  withoutEffect(name: string): readonly string[] {
    return membersWithoutEffect('CreateModel', this.find(name).input);
  }

  private async create(request: Input): Promise<Input> {
    const input = modelInputSchema.parse(request);
    const arn = this.arns.of('model', input.ModelName);
    const container = input.PrimaryContainer;
    if (container?.Mode === 'MultiModel') throw notOffered('PrimaryContainer.Mode MultiModel', 'Use SingleModel.');
    if (container?.Image === undefined) throw validationError('A PrimaryContainer with an Image is required.');
    if (input.ExecutionRoleArn !== undefined) await checkRole(input.ExecutionRoleArn, this.clients.iam);
    await this.images.findForModel(container.Image, input.ExecutionRoleArn);
    if (container.ModelDataUrl !== undefined) await this.checkModelData(container.ModelDataUrl, input.ExecutionRoleArn);
    if (this.records.get(input.ModelName) !== undefined)
      throw validationError(`Cannot create already existing model "${arn}".`);
    this.records.put(input.ModelName, { input, arn, creationTime: epochSeconds() });
    this.tags.add(arn, input.Tags ?? []);
    return { ModelArn: arn };
  }

  private async checkModelData(uri: string, roleArn = ''): Promise<void> {
    const isThere = await objectExists(this.clients.s3, parseS3Uri(uri)).catch((error: unknown) => {
      if (!isAccessDenied(error)) throw error;
      // The service's words, as many questions about CreateModel quote them.
      throw validationError(
        `Could not access model data at ${uri}. Please ensure that the role "${roleArn}" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". Also ensure that the role has "s3:GetObject" permissions and that the object is located in ${this.arns.region}.`,
      );
    });
    if (isThere) return;
    throw validationError(`Could not find model data at ${uri}: there is no object at that address.`);
  }

  private describe(name: string): Input {
    const { input, arn, creationTime } = this.find(name);
    const { Tags: _tags, ...rest } = input;
    return { EnableNetworkIsolation: false, ...rest, ModelArn: arn, CreationTime: creationTime };
  }

  private list(input: Input): Input {
    const items = this.records
      .list()
      .map(({ input, arn, creationTime }) => ({ name: input.ModelName, arn, creationTime }));
    const page = listPage(items, input);
    return {
      Models: page.items.map(({ name, arn, creationTime }) => ({
        ModelName: name,
        ModelArn: arn,
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

  private find(name: string): z.infer<typeof modelRecordSchema> {
    const record = this.records.get(name);
    if (record === undefined) throw validationError(`Could not find model "${this.arns.of('model', name)}".`);
    return record;
  }
}
