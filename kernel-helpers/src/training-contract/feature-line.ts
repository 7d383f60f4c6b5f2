import { z } from 'zod';

const PREFIX = 'features: ';
const names = z.array(z.string());

/** The log line that names the features in the order in which the model takes them: `features: ["MEDINC","HOUSEAGE"]`. */
export function formatFeatureLine(features: readonly string[]): string {
  return `${PREFIX}${JSON.stringify(features)}`;
}

/** Reads a line that `formatFeatureLine` wrote; undefined for any other line, such as one of a user's script. */
export function parseFeatureLine(line: string): readonly string[] | undefined {
  if (!line.startsWith(PREFIX)) return undefined;
  try {
    return names.safeParse(JSON.parse(line.slice(PREFIX.length))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
