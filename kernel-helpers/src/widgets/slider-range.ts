import { inspect } from 'node:util';
import { z } from 'zod';
import { UserError } from '../errors';
import type { SliderOptions } from './slider';

/** Digits that stay right in sums of binary fractions: with so many, 0.1 + 0.2 is 0.3. */
const PRECISE_DIGITS = 12;

const finite = z.number({ error: ({ input }) => `must be a finite number, not ${inspect(input)}` }).optional();
const schema = z.strictObject(
  {
    min: finite,
    max: finite,
    step: finite,
    value: finite,
    label: z.string({ error: ({ input }) => `must be a text, not ${inspect(input)}` }).optional(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')}: a slider has min, max, step, value and label`
        : 'the options must be an object such as { min: 1, max: 10 }',
  },
);

/** Options that fit together. */
export type SliderRange = Required<SliderOptions>;

/** Reads the options that a cell gave; throws one UserError with every problem. */
export function readSliderOptions(options: unknown): SliderRange {
  const issues = schema.safeParse(options).error?.issues ?? [];
  const wrong = new Set(issues.map(({ path }) => path[0]));
  const found = withDefaults(validPart(options));
  const isRight = (...names: readonly (keyof SliderRange)[]) => names.every((name) => !wrong.has(name));
  const problems = [
    ...issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()),
    ...misfits(found, isRight),
  ];
  if (problems.length > 0) throw new UserError(`The slider was not made:\n- ${problems.join('\n- ')}`);
  return { ...found, value: toStep(found.value, found) };
}

/** Reads a new value of a slider; throws a UserError when the slider cannot take it. */
export function readSliderValue(value: unknown, range: SliderRange): number {
  if (typeof value === 'number' && value >= range.min && value <= range.max) return toStep(value, range);
  throw new UserError(
    `${nameOf(range)} goes from ${range.min} to ${range.max}; it cannot be set to ${inspect(value)}.`,
  );
}

/** The name of a slider in messages. */
export function nameOf({ label }: { readonly label: string }): string {
  return label === '' ? 'The slider' : `The slider ${inspect(label)}`;
}

/** The options that are valid by themselves, so that the other ones do not hide further problems. */
function validPart(options: unknown): SliderOptions {
  if (typeof options !== 'object' || options === null) return {};
  const valid = Object.entries(schema.shape).flatMap(([name, shape]) => {
    const { success, data } = shape.safeParse(Reflect.get(options, name));
    return success && data !== undefined ? [[name, data] as const] : [];
  });
  return Object.fromEntries(valid);
}

function withDefaults(given: SliderOptions): SliderRange {
  const { min = 0, max = 100, label = '' } = given;
  return { min, max, label, step: given.step ?? defaultStep(min, max), value: given.value ?? min };
}

function defaultStep(min: number, max: number): number {
  const isWhole = Number.isInteger(min) && Number.isInteger(max) && max - min > 1;
  return isWhole || max <= min ? 1 : clean((max - min) / 100);
}

/** Problems between options that are valid by themselves. */
function misfits(
  { min, max, step, value }: SliderRange,
  isRight: (...names: readonly (keyof SliderRange)[]) => boolean,
): readonly string[] {
  const hasRange = isRight('min', 'max') && min < max;
  return [
    ...(isRight('min', 'max') && !hasRange ? [`min must be below max; they are ${min} and ${max}`] : []),
    ...(step <= 0 ? [`step must be above 0; it is ${step}`] : []),
    ...(hasRange && step > max - min ? [`step must fit between ${min} and ${max}; it is ${step}`] : []),
    ...(hasRange && (value < min || value > max) ? [`value must be from ${min} to ${max}; it is ${value}`] : []),
  ];
}

/** The nearest value that the slider can have. */
function toStep(value: number, { min, max, step }: Omit<SliderRange, 'value' | 'label'>): number {
  const last = Math.floor(clean((max - min) / step));
  return clean(min + Math.min(Math.round((value - min) / step), last) * step);
}

function clean(value: number): number {
  return Number(value.toPrecision(PRECISE_DIGITS));
}
