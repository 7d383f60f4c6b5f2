import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from '../../support/clone';

export const TEMPLATE_PATH = join(ROOT, 'cloudformation/template.yaml');

const parameterSchema = z.object({
  Description: z.string(),
  Type: z.enum(['String', 'Number']),
  Default: z.union([z.string(), z.number()]).optional(),
  AllowedPattern: z.string().optional(),
  AllowedValues: z.array(z.union([z.string(), z.number()])).optional(),
  ConstraintDescription: z.string().optional(),
  MinValue: z.number().optional(),
  MaxValue: z.number().optional(),
  MaxLength: z.number().optional(),
  NoEcho: z.boolean().optional(),
});

const templateSchema = z.object({
  Description: z.string(),
  Transform: z.string(),
  Metadata: z.object({
    'AWS::CloudFormation::Interface': z.object({
      ParameterGroups: z.array(z.object({ Label: z.object({ default: z.string() }), Parameters: z.array(z.string()) })),
    }),
  }),
  Parameters: z.record(z.string(), parameterSchema),
  Rules: z.record(
    z.string(),
    z.object({
      RuleCondition: z.unknown().optional(),
      Assertions: z.array(z.object({ Assert: z.unknown(), AssertDescription: z.string() })),
    }),
  ),
  Conditions: z.record(z.string(), z.unknown()),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Condition: z.string().optional(),
      DeletionPolicy: z.unknown().optional(),
      UpdateReplacePolicy: z.unknown().optional(),
      Metadata: z.unknown().optional(),
      Properties: z.record(z.string(), z.unknown()),
    }),
  ),
  Outputs: z.record(
    z.string(),
    z.object({ Description: z.string(), Condition: z.string().optional(), Value: z.unknown() }),
  ),
});

export type Template = z.infer<typeof templateSchema>;

/** Short and long names of functions: `!Ref x` is `{Ref: x}`, and `!Sub x` is `{'Fn::Sub': x}`. */
const FUNCTIONS = ['Base64', 'If', 'Join', 'Sub', 'Split', 'Equals', 'Not', 'And', 'Or', 'FindInMap'];
const CUSTOM_TAGS = [
  ...FUNCTIONS.flatMap((name) =>
    (['map', 'seq', undefined] as const).map((collection) => tag(`!${name}`, `Fn::${name}`, collection)),
  ),
  tag('!Ref', 'Ref', undefined),
  tag('!Condition', 'Condition', undefined),
  {
    tag: '!GetAtt',
    resolve: (text: string) => ({
      'Fn::GetAtt': [text.slice(0, text.indexOf('.')), text.slice(text.indexOf('.') + 1)],
    }),
  },
];

/** The template as CloudFormation reads it: YAML 1.1, with its functions in their long form. */
export function readTemplate(): Template {
  const read = parse(readFileSync(TEMPLATE_PATH, 'utf8'), { version: '1.1', customTags: CUSTOM_TAGS });
  return templateSchema.parse(read);
}

function tag(short: string, long: string, collection: 'map' | 'seq' | undefined) {
  if (collection === undefined) return { tag: short, resolve: (text: string) => ({ [long]: text }) };
  return {
    tag: short,
    collection,
    resolve: (node: { toJSON(): unknown }) => ({ [long]: node.toJSON() }),
  };
}
