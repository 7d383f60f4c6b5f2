import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { UserError } from '../errors';
import { MIME } from '../mime';
import { largestOf } from '../values/extremes';
import { publish } from './show';

const LANGUAGES: Readonly<Record<string, string>> = { '.ts': 'typescript', '.js': 'javascript', '.json': 'json' };

/** Shows a source file as an output, coloured by its language. The path is relative to the notebook's folder. */
export function showSource(path: string): void {
  const source = readSource(path).trimEnd();
  const fence = '`'.repeat(Math.max(3, longestRunOfBackticks(source) + 1));
  const language = LANGUAGES[extname(path)] ?? '';
  publish({ [MIME.markdown]: `${fence}${language}\n${source}\n${fence}`, [MIME.text]: source });
}

function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`The file ${path} could not be read. Paths are relative to the notebook's folder.`, {
      cause: error,
      facts: { path },
    });
  }
}

function longestRunOfBackticks(text: string): number {
  return largestOf(
    (text.match(/`+/g) ?? []).map((run) => run.length),
    0,
  );
}
