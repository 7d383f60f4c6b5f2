import { z } from 'zod';
import { withoutNamesOfRun } from '../../../kernel-helpers/jupyter/notebooks/names-of-run';

const output = z.looseObject({ data: z.looseObject({ 'text/plain': z.array(z.string()).optional() }).optional() });
const notebook = z.object({
  cells: z.array(z.looseObject({ cell_type: z.string(), id: z.string(), outputs: z.array(output).default([]) })),
});

/**
 * The outputs of each code cell as text. Two runs on new accounts must show exactly the same text, but for the name and
 * the times of a job. An output without text is what remains of a progress line. Only slow work shows one, so it does not
 * count.
 */
export function outputsOf(text: string): readonly string[] {
  return notebook
    .parse(JSON.parse(text))
    .cells.filter(({ cell_type }) => cell_type === 'code')
    .map(
      ({ id, outputs }) => `${id}: ${withoutNamesOfRun(JSON.stringify(outputs.filter(saysSomething), undefined, 1))}`,
    );
}

function saysSomething({ data }: z.infer<typeof output>): boolean {
  return data?.['text/plain']?.join('') !== '';
}
