import { z } from 'zod';

const output = z.looseObject({ data: z.looseObject({ 'text/plain': z.array(z.string()).optional() }).optional() });
const notebook = z.object({
  cells: z.array(z.looseObject({ cell_type: z.string(), id: z.string(), outputs: z.array(output).default([]) })),
});

/** The line of a finished job's card that tells what differs between runs: the job's name and its times. */
const RUN_OF_JOB = /snowflake-xgboost-[\w-]+( on \d+ × [\w.]+): [\d,]+ s from start to end, [\d,]+ s billed/g;

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
      ({ id, outputs }) =>
        `${id}: ${JSON.stringify(outputs.filter(saysSomething), undefined, 1).replace(RUN_OF_JOB, '<job>$1')}`,
    );
}

function saysSomething({ data }: z.infer<typeof output>): boolean {
  return data?.['text/plain']?.join('') !== '';
}
