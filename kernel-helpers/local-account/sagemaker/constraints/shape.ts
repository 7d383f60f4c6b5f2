import { z } from 'zod';

/** One shape of a service's input, with the limits that the service checks. Timestamps and blobs have no limits. */
const shapeSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('structure'),
    required: z.array(z.string()).optional(),
    members: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal('list'), member: z.string(), min: z.number().optional(), max: z.number().optional() }),
  z.object({
    type: z.literal('map'),
    key: z.string(),
    value: z.string(),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.object({
    type: z.literal('string'),
    min: z.number().optional(),
    max: z.number().optional(),
    pattern: z.string().optional(),
    enum: z.array(z.string()).optional(),
  }),
  z.object({
    type: z.enum(['integer', 'long', 'float', 'double']),
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  z.object({ type: z.enum(['boolean', 'timestamp', 'blob']) }),
]);

export type Shape = z.infer<typeof shapeSchema>;

/** The limits on the inputs of some operations of a service, and the source of these limits. */
export const factsSchema = z.object({
  source: z.string(),
  /** Operation → the shape of its input. */
  operations: z.record(z.string(), z.string()),
  shapes: z.record(z.string(), shapeSchema),
});

export type Facts = z.infer<typeof factsSchema>;
