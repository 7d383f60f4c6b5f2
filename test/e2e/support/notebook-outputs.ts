import { z } from 'zod';

const notebook = z.object({
  cells: z.array(
    z.looseObject({ cell_type: z.string(), id: z.string(), outputs: z.array(z.looseObject({})).default([]) }),
  ),
});

/** The outputs of each code cell as text. Two runs on new accounts must show exactly the same text. */
export function outputsOf(text: string): readonly string[] {
  return notebook
    .parse(JSON.parse(text))
    .cells.filter(({ cell_type }) => cell_type === 'code')
    .map(({ id, outputs }) => `${id}: ${JSON.stringify(outputs, undefined, 1)}`);
}
