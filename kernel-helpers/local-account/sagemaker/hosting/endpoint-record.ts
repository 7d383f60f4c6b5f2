import { z } from 'zod';
import { epochSeconds } from '../epoch-seconds';

const variantSchema = z.object({
  name: z.string(),
  weight: z.number(),
  instanceCount: z.number(),
  instanceType: z.string().optional(),
  /** Members of the request without effect on this machine. */
  withoutEffect: z.array(z.string()).default([]),
  container: z.object({
    image: z.string(),
    modelDataUrl: z.string().optional(),
    environment: z.record(z.string(), z.string()),
  }),
});

/** The stored facts of an endpoint: enough to serve again after a restart, even if its configuration was deleted. */
export const endpointRecordSchema = z.object({
  name: z.string(),
  arn: z.string(),
  configName: z.string(),
  status: z.enum(['Creating', 'InService', 'Failed', 'Deleting']),
  failureReason: z.string().optional(),
  creationTime: z.number(),
  lastModifiedTime: z.number(),
  variants: z.array(variantSchema),
});

export type EndpointRecord = z.infer<typeof endpointRecordSchema>;
export type Variant = z.infer<typeof variantSchema>;

/** The record with another status; only a failure keeps its reason. */
export function withStatus(record: EndpointRecord, status: EndpointRecord['status'], reason?: string): EndpointRecord {
  return { ...record, status, failureReason: reason, lastModifiedTime: epochSeconds() };
}

/** An endpoint as DescribeEndpoint answers it. */
export function describeEndpoint(record: EndpointRecord): Readonly<Record<string, unknown>> {
  return {
    EndpointName: record.name,
    EndpointArn: record.arn,
    EndpointConfigName: record.configName,
    ProductionVariants: record.variants.map(({ name, weight, instanceCount, container }) => ({
      VariantName: name,
      DeployedImages: [{ SpecifiedImage: container.image, ResolutionTime: record.creationTime }],
      CurrentWeight: weight,
      DesiredWeight: weight,
      CurrentInstanceCount: record.status === 'InService' ? instanceCount : 0,
      DesiredInstanceCount: instanceCount,
    })),
    EndpointStatus: record.status,
    ...(record.failureReason !== undefined && { FailureReason: record.failureReason }),
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
  };
}

/** An endpoint as ListEndpoints answers it. */
export function summarizeEndpoint(record: EndpointRecord): Readonly<Record<string, unknown>> {
  return {
    EndpointName: record.name,
    EndpointArn: record.arn,
    CreationTime: record.creationTime,
    LastModifiedTime: record.lastModifiedTime,
    EndpointStatus: record.status,
  };
}
