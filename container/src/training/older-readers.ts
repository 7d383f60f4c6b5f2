import { UbjsonCursor } from 'kernel-helpers/training-contract/index';
import { z } from 'zod';

/** A model file, and whether XGBoost before 3.1 predicts the same from it. */
export interface WrittenModel {
  readonly bytes: Uint8Array;
  /** False if each class, quantile or target starts from a prediction of its own. */
  readonly isForOlderReaders: boolean;
}

/**
 * Writes the model's base_score as XGBoost before 3.1 does: `4.1E0` in place of `[4.1E0]`. Older releases read a list as
 * 0.5 without an error, and so predict other numbers; XGBoost 3.2 reads both forms alike (`LearnerModelParamLegacy` in
 * its `src/learner.cc`). Several values that differ from each other have no older form.
 */
export function writeForOlderReaders(model: Uint8Array): WrittenModel {
  const cursor = new UbjsonCursor(model);
  const isThere = ['learner', 'learner_model_param', 'base_score'].every((key) => cursor.enter(key));
  if (!isThere) return { bytes: model, isForOlderReaders: true };
  const from = cursor.at;
  const text = z.string().parse(cursor.read());
  const values = new Set(text.replace(/^\[|\]$/g, '').split(','));
  if (values.size > 1) return { bytes: model, isForOlderReaders: false };
  const [value] = values;
  const bytes = Buffer.concat([model.subarray(0, from), ubjsonText(value), model.subarray(cursor.at)]);
  return { bytes, isForOlderReaders: true };
}

/** A text as XGBoost writes it: its length in 64 bits, most significant byte first. */
function ubjsonText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(8);
  length.writeBigInt64BE(BigInt(bytes.length));
  return Buffer.concat([Buffer.from('SL'), length, bytes]);
}
