import { z } from 'zod';
import { parseMetricLine, type RoundMetricLine } from './metrics';
import { UbjsonCursor } from './ubjson';

/** The one visible file of `model.tar.gz`; AWS's stock XGBoost image serves it too. */
export const MODEL_FILE = 'xgboost-model';

/**
 * Attributes of a model file: facts that XGBoost itself does not keep. The feature names are an attribute, and not
 * XGBoost's own feature names, because with those XGBoost's Python package refuses rows without names. That package
 * writes `best_iteration` and `best_score` after early stopping.
 */
export const MODEL_ATTRIBUTES = {
  /** JSON list of the features, in the order in which the model takes them. */
  features: 'feature_names',
  target: 'target',
  /** JSON object: name of a text column → its texts; the model takes the place of a text in its list, from 0. */
  categories: 'categories',
  /** JSON list of the names of the target's classes, where the target is a text; class 0 is the first. */
  classes: 'classes',
  /** Rows of the table that it was trained on, on all hosts together. */
  tableRows: 'table_rows',
  /** The metric line of the last round that the model holds. */
  metrics: 'metrics',
  bestRound: 'best_iteration',
  bestScore: 'best_score',
  /** Rounds that the training ran, those after the best one too. */
  roundsRun: 'rounds_run',
  /** A TrainingEnd. */
  endedBy: 'ended_by',
} as const;

/**
 * Why a training ran no further round: it had run all that it was asked for; the metric on the validation rows had not
 * improved for `early_stopping_rounds`; or the job was asked to stop.
 */
export type TrainingEnd = (typeof TRAINING_ENDS)[number];
const TRAINING_ENDS = ['all-rounds', 'early-stopping', 'stop'] as const;

/** Name of a text column → its texts, sorted. */
export type ModelCategories = Readonly<Record<string, readonly string[]>>;

/** What a model file says about itself. Files that other programs wrote say less. */
export interface ModelFacts {
  /** Names of the features, in the order in which the model takes them. */
  readonly features?: readonly string[];
  readonly target?: string;
  /** The texts of each feature that is a text. The model takes the place of a text in its list, and NaN for null. */
  readonly categories?: ModelCategories;
  /** Names of the target's classes, in the order of their numbers. */
  readonly classes?: readonly string[];
  /** Rows of the table that it was trained on, on all hosts together. */
  readonly tableRows?: number;
  /** Rounds of boosting that the model holds. */
  readonly rounds?: number;
  /** Metrics of the last of them. */
  readonly metrics?: RoundMetricLine;
  /** The round that early stopping chose, counted from 0. */
  readonly bestRound?: number;
  /** Rounds that the training ran, those after the best one too. */
  readonly roundsRun?: number;
  readonly endedBy?: TrainingEnd;
}

const texts = z.array(z.string());
const textLists = z.record(z.string(), texts);
const attributeTexts = z.record(z.string(), z.string());

/**
 * Reads what a model file in UBJSON says about itself. XGBoost writes the keys of an object in alphabetical order, so
 * all these facts stand before the trees, and the first bytes of a large file are enough.
 * Throws a RangeError if it needs more bytes, and another error if it is not a model file of XGBoost.
 */
export function readModelFacts(bytes: Uint8Array): ModelFacts {
  const cursor = new UbjsonCursor(bytes);
  if (!cursor.enter('learner')) throw new TypeError('The file holds no learner, so XGBoost did not write it.');
  let attributes: Readonly<Record<string, string>> = {};
  let ownNames: readonly string[] = [];
  for (const key of cursor.keys()) {
    if (key === 'attributes') attributes = attributeTexts.parse(cursor.read());
    if (key === 'feature_names') ownNames = texts.parse(cursor.read());
    if (key === 'gradient_booster') return factsOf(attributes, ownNames, readRounds(cursor));
  }
  throw new TypeError('The file holds no trees and no weights, so XGBoost did not write it.');
}

function factsOf(
  attributes: Readonly<Record<string, string>>,
  ownNames: readonly string[],
  rounds: number | undefined,
): ModelFacts {
  return {
    features: ownNames.length > 0 ? ownNames : parseTexts(attributes[MODEL_ATTRIBUTES.features]),
    target: attributes[MODEL_ATTRIBUTES.target],
    categories: parseCategories(attributes[MODEL_ATTRIBUTES.categories]),
    classes: parseTexts(attributes[MODEL_ATTRIBUTES.classes]),
    tableRows: parseCount(attributes[MODEL_ATTRIBUTES.tableRows]),
    rounds,
    metrics: parseMetricLine(attributes[MODEL_ATTRIBUTES.metrics] ?? ''),
    bestRound: parseCount(attributes[MODEL_ATTRIBUTES.bestRound]),
    roundsRun: parseCount(attributes[MODEL_ATTRIBUTES.roundsRun]),
    endedBy: TRAINING_ENDS.find((end) => end === attributes[MODEL_ATTRIBUTES.endedBy]),
  };
}

/** The list in the attribute; undefined if there is none, or if another program uses the attribute otherwise. */
export function parseTexts(attribute: string | undefined): readonly string[] | undefined {
  return parseAttribute(attribute, texts);
}

/** The lists in the attribute; undefined if there are none, or if another program uses the attribute otherwise. */
export function parseCategories(attribute: string | undefined): ModelCategories | undefined {
  return parseAttribute(attribute, textLists);
}

function parseAttribute<Value>(attribute: string | undefined, schema: z.ZodType<Value>): Value | undefined {
  if (attribute === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(attribute)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function parseCount(attribute: string | undefined): number | undefined {
  return attribute !== undefined && /^\d+$/.test(attribute) ? Number(attribute) : undefined;
}

/** Tree models say where each round begins, linear models count the rounds; files before XGBoost 1.7 do neither. */
function readRounds(cursor: UbjsonCursor): number | undefined {
  for (const key of cursor.keys()) {
    // The booster dart holds a booster gbtree.
    if (key === 'gbtree') return readRounds(cursor);
    if (key !== 'model') continue;
    for (const part of cursor.keys()) {
      if (part === 'boosted_rounds') return z.number().parse(cursor.read());
      if (part === 'iteration_indptr') return z.array(z.number()).parse(cursor.read()).length - 1;
      if (part === 'trees') return undefined;
    }
  }
  return undefined;
}
