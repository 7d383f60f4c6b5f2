import { z } from 'zod';

const channelSchema = z.looseObject({
  ChannelName: z.string(),
  DataSource: z.looseObject({
    S3DataSource: z
      .looseObject({
        S3DataType: z.string(),
        S3Uri: z.string(),
        S3DataDistributionType: z.string().optional(),
      })
      .optional(),
  }),
  ContentType: z.string().optional(),
  CompressionType: z.string().optional(),
  RecordWrapperType: z.string().optional(),
  InputMode: z.string().optional(),
});

/** The members of CreateTrainingJob's input that the local SageMaker acts on; Describe gives back all of them. */
export const jobInputSchema = z.looseObject({
  TrainingJobName: z.string(),
  RoleArn: z.string(),
  AlgorithmSpecification: z.looseObject({
    TrainingImage: z.string().optional(),
    TrainingInputMode: z.string(),
    MetricDefinitions: z.array(z.object({ Name: z.string(), Regex: z.string() })).optional(),
    ContainerArguments: z.array(z.string()).optional(),
  }),
  HyperParameters: z.record(z.string(), z.string()).optional(),
  Environment: z.record(z.string(), z.string()).optional(),
  InputDataConfig: z.array(channelSchema).optional(),
  OutputDataConfig: z.looseObject({
    S3OutputPath: z.string(),
    KmsKeyId: z.string().optional(),
    CompressionType: z.string().optional(),
  }),
  ResourceConfig: z.looseObject({
    InstanceType: z.string().optional(),
    InstanceCount: z.number().optional(),
    VolumeSizeInGB: z.number().optional(),
    VolumeKmsKeyId: z.string().optional(),
    KeepAlivePeriodInSeconds: z.number().optional(),
  }),
  StoppingCondition: z
    .looseObject({ MaxRuntimeInSeconds: z.number().optional(), MaxWaitTimeInSeconds: z.number().optional() })
    .optional(),
  CheckpointConfig: z.looseObject({ S3Uri: z.string(), LocalPath: z.string().optional() }).optional(),
  EnableManagedSpotTraining: z.boolean().optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
});

export type JobInput = z.infer<typeof jobInputSchema>;
export type Channel = z.infer<typeof channelSchema>;
