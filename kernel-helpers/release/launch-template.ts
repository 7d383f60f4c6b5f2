import { InternalError, UserError } from 'kernel-helpers/errors';
import { isScalar, parseDocument } from 'yaml';
import { z } from 'zod';

const parameterSchema = z.object({
  AllowedPattern: z.string().default('.*'),
  ConstraintDescription: z.string().default('has another form.'),
  MaxLength: z.number().default(Number.POSITIVE_INFINITY),
});

/** The template with these values as the defaults of its parameters; all else stays as people have written it. */
export function withDefaults(template: string, defaults: Readonly<Record<string, string>>): string {
  return Object.entries(defaults).reduce((text, [name, value]) => withDefault(text, name, value), template);
}

function withDefault(template: string, name: string, value: string): string {
  // Tags of CloudFormation, such as !Ref, are no part of what is read here.
  const document = parseDocument(template, { logLevel: 'silent' });
  const parameter = document.getIn(['Parameters', name]);
  checkValue(parameterSchema.parse(JSON.parse(JSON.stringify(parameter ?? {}))), name, value);
  const endOf = (property: string): readonly [from: number, to: number] | undefined => {
    const node = document.getIn(['Parameters', name, property], true);
    return isScalar(node) && node.range ? [node.range[0], node.range[1]] : undefined;
  };
  const written = JSON.stringify(value);
  const present = endOf('Default');
  if (present !== undefined) return template.slice(0, present[0]) + written + template.slice(present[1]);
  const type = endOf('Type');
  if (type === undefined) throw new InternalError(`The template has no parameter ${name}.`);
  return `${template.slice(0, type[1])}\n    Default: ${written}${template.slice(type[1])}`;
}

/** CloudFormation would refuse such a default only at the launch. */
function checkValue(
  { AllowedPattern, ConstraintDescription, MaxLength }: z.infer<typeof parameterSchema>,
  name: string,
  value: string,
): void {
  if (!new RegExp(`^(?:${AllowedPattern})$`).test(value)) {
    throw new UserError(`The template's parameter ${name} cannot be ${value}: it ${ConstraintDescription}`);
  }
  if (value.length > MaxLength) {
    throw new UserError(`The template's parameter ${name} cannot be longer than ${MaxLength} characters: ${value}`);
  }
}
