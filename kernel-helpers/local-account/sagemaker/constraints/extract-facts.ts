import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InternalError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { OFFERED_OPERATIONS } from '../operation-names';
import { type Facts, factsSchema, type Shape } from './shape';

const SERVICE_MODEL = 'data/sagemaker/2017-07-24/service-2.json.gz';

const reference = z.object({ shape: z.string() });
const botocoreShape = z.object({
  type: z.string(),
  required: z.array(z.string()).optional(),
  members: z.record(z.string(), reference).optional(),
  member: reference.optional(),
  key: reference.optional(),
  value: reference.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
});
const serviceModel = z.object({
  operations: z.record(z.string(), z.object({ input: reference.optional() })),
  shapes: z.record(z.string(), botocoreShape),
});

type BotocoreShape = z.infer<typeof botocoreShape>;

/** Reads the limits of SageMaker's inputs from a Python environment's botocore; AWS generates them from the service. */
export function extractFacts(sitePackages: string): Facts {
  const model = serviceModel.parse(
    JSON.parse(gunzipSync(readFileSync(join(sitePackages, 'botocore', SERVICE_MODEL))).toString('utf8')),
  );
  const operations = Object.fromEntries(
    OFFERED_OPERATIONS.map((name) => [name, model.operations[name]?.input?.shape ?? '']),
  );
  const shapes: Record<string, Shape> = {};
  const waiting = Object.values(operations);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in shapes) continue;
    const shape = model.shapes[name];
    if (shape === undefined) throw new InternalError(`botocore's model of SageMaker has no shape "${name}".`);
    shapes[name] = withoutDocumentation(shape);
    for (const part of shapesWithin(shape)) waiting.push(part);
  }
  const sorted = Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return factsSchema.parse({
    source: `botocore ${botocoreVersion(sitePackages)} ${SERVICE_MODEL}`,
    operations,
    shapes: sorted,
  });
}

function withoutDocumentation(shape: BotocoreShape): Shape {
  const { members, member, key, value, ...limits } = shape;
  const facts = {
    ...limits,
    ...(members && { members: Object.fromEntries(Object.entries(members).map(([name, { shape }]) => [name, shape])) }),
    ...(member && { member: member.shape }),
    ...(key && { key: key.shape }),
    ...(value && { value: value.shape }),
  };
  return factsSchema.shape.shapes.valueType.parse(facts);
}

function shapesWithin(shape: BotocoreShape): string[] {
  const references = [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value];
  return references.flatMap((reference) => (reference === undefined ? [] : [reference.shape]));
}

function botocoreVersion(sitePackages: string): string {
  const folder = readdirSync(sitePackages).find((name) => /^botocore-[\d.]+\.dist-info$/.test(name));
  if (folder === undefined) throw new InternalError(`No botocore in ${sitePackages}.`);
  return folder.slice('botocore-'.length, -'.dist-info'.length);
}

// `node dist/sagemaker/constraints/extract-facts.js <site-packages> <output file>` renews the committed table.
if (require.main === module) {
  const [sitePackages, output] = process.argv.slice(2);
  writeFileSync(output, formatFacts(extractFacts(sitePackages)));
}

/** Writes one line for each shape, so that a change of botocore gives a readable diff. */
function formatFacts({ source, operations, shapes }: Facts): string {
  const lines = Object.entries(shapes).map(([name, shape]) => `  ${JSON.stringify(name)}: ${JSON.stringify(shape)}`);
  const head = `{\n "source": ${JSON.stringify(source)},\n "operations": ${JSON.stringify(operations, undefined, 2)},`;
  return `${head}\n "shapes": {\n${lines.join(',\n')}\n }\n}\n`;
}
