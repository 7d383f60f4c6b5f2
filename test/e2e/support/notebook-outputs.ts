import { z } from 'zod';

const notebook = z.object({
  cells: z.array(
    z.looseObject({ cell_type: z.string(), id: z.string(), outputs: z.array(z.looseObject({})).default([]) }),
  ),
});

/**
 * What differs between two honest runs, and what stands in its place when they are compared: names that carry the
 * time, times of day, durations, and ports.
 */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, '<time>'],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?\b/g, '<time>'],
  [/\b\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d(?:-\w+)?\b/g, '<stamp>'],
  [/\b\d+(?:\.\d+)? (?:ms|s|seconds)\b/g, '<duration>'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>'],
];

/** The outputs of each cell as text, without what may differ from run to run. */
export function stableOutputs(text: string): readonly string[] {
  return notebook
    .parse(JSON.parse(text))
    .cells.filter(({ cell_type }) => cell_type === 'code')
    .map(({ id, outputs }) => `${id}: ${mask(JSON.stringify(outputs, undefined, 1))}`);
}

function mask(text: string): string {
  return VARIABLE.reduce((masked, [pattern, standIn]) => masked.replace(pattern, standIn), text);
}
