import { BadRequest } from '../bad-request';
import { type FeatureRows, type ModelInput, noRows } from './feature-rows';

/**
 * Reads rows in the form of LIBSVM, `label index:value …`, with features counted from 0 as XGBoost's own reader counts
 * them (dmlc-core, `src/data/libsvm_parser.h`, `indexing_mode` 0). The label, `qid:…` and what follows a `#` are not
 * read, and the label may be left out. Features without a value are missing.
 */
export function readLibsvm(body: Buffer, model: ModelInput): FeatureRows {
  const { featureCount } = model;
  const lines = body.toString('utf8').split('\n');
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) throw noRows();
  const values = new Float32Array(lines.length * featureCount).fill(Number.NaN);
  for (const [row, line] of lines.entries()) {
    const words = line
      .replace(/#.*$/, '')
      .split(/\s+/)
      .filter((word) => word !== '');
    for (const [position, word] of words.entries()) {
      if (word.startsWith('qid:') || (position === 0 && isNumber(word))) continue;
      const [, index, value] = /^(\d+):(.+)$/.exec(word) ?? [];
      if (index === undefined || !isNumber(value)) {
        throw new BadRequest(`Line ${row + 1} holds ${JSON.stringify(word)}, which is not a feature and its value.`, {
          advice: 'Send lines like "0 1:8.5 3:2", with a number for each feature, counted from 0.',
        });
      }
      if (Number(index) >= featureCount) throw noSuchFeature(Number(index), row, featureCount);
      values[row * featureCount + Number(index)] = Number(value);
    }
  }
  return { values, rowCount: lines.length };
}

function isNumber(text: string): boolean {
  return !Number.isNaN(Number(text)) || /^[-+]?nan$/i.test(text);
}

function noSuchFeature(index: number, row: number, featureCount: number): BadRequest {
  return new BadRequest(
    `Line ${row + 1} has feature ${index}, but the model's ${featureCount} features have the numbers from 0 to ${featureCount - 1}.`,
    index === featureCount ? { advice: 'Count features from 0, not from 1.' } : {},
  );
}
