import { UbjsonCursor } from 'kernel-helpers/training-contract/index';
import { z } from 'zod';
import { CHECKPOINT_ATTRIBUTE } from '../xgboost/train-rounds';

const roundMetrics = z.record(
  z.string(),
  z.record(
    z.string(),
    z
      .number()
      .nullable()
      .transform((value) => value ?? Number.NaN),
  ),
);

const facts = z.object({
  rounds: z.number().int(),
  /** What the model was trained from, as text: only the same training goes on from it. */
  belongsTo: z.record(z.string(), z.unknown()),
  metrics: roundMetrics,
  best: z.object({ round: z.number().int(), value: z.number(), metrics: roundMetrics }).optional(),
});

/** What a checkpoint says about itself, in an attribute of the model file. */
export type CheckpointFacts = z.infer<typeof facts>;

/** @throws where the bytes are no checkpoint, or not a whole one. */
export function readCheckpointFacts(bytes: Uint8Array): CheckpointFacts {
  const cursor = new UbjsonCursor(bytes);
  const isThere = ['learner', 'attributes', CHECKPOINT_ATTRIBUTE].every((key) => cursor.enter(key));
  if (!isThere) throw new TypeError('The file says nothing about its training.');
  const read = facts.parse(JSON.parse(z.string().parse(cursor.read())));
  // A file that was cut off ends before its model does.
  new UbjsonCursor(bytes).skip();
  return read;
}

/** What keeps a training from going on from this checkpoint: each thing that differs, with both values. */
export function checkpointProblems(
  { belongsTo }: CheckpointFacts,
  wanted: Readonly<Record<string, unknown>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(belongsTo), ...Object.keys(wanted)])];
  return names
    .filter((name) => JSON.stringify(belongsTo[name]) !== JSON.stringify(wanted[name]))
    .map((name) => `${name} is ${JSON.stringify(wanted[name])} and was ${JSON.stringify(belongsTo[name])}`);
}
