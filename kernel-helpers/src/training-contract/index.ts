export { ANSWER_PARAMETER, ANSWER_PARTS, type AnswerPart, PART_SEPARATOR } from './answer-parts';
export {
  type ChosenColumns,
  type ColumnChoice,
  chooseColumns,
  isNumberColumn,
  isTextColumn,
  type TrainingColumn,
} from './column-problems';
export { DATA_HYPERPARAMETERS, type JobData, parseJobData, queryProblems } from './data-hyperparameters';
export {
  boolean,
  choice,
  type DeclaredHyperparameter,
  type DeclaredHyperparameters,
  type DeclaredValues,
  integer,
  type NumberBounds,
  number,
  text,
} from './declared-hyperparameters';
export { DEFAULT_SCRIPT_HYPERPARAMETERS, defaultScriptProblems } from './default-script';
export {
  DEFAULT_TRACKER_PORT,
  LAUNCH_ENVIRONMENT,
  LOCAL_HOST_ENVIRONMENT,
  LOCAL_REGISTRY_ENVIRONMENT,
  SCRIPT_HYPERPARAMETERS,
  SERVING_ENVIRONMENT,
  TRAINING_ENVIRONMENT,
  TRAINING_ENVIRONMENT_ALIASES,
} from './environment';
export { isGpuInstance, severalGpuHosts } from './gpu-instance';
export { hostProblems } from './host-problems';
export {
  checkHyperparameters,
  hyperparameterText,
  hyperparameterTexts,
  type JobHyperparameterValues,
  parseDeclaredHyperparameters,
  parseHyperparameters,
  parseJobHyperparameters,
  parseScriptHyperparameters,
} from './hyperparameters';
export { keepsRule, type LabelRule, labelRule, ruleAsSql } from './label-rule';
export { IMAGE_PROGRAM, LOCAL_IMAGE_ANNOTATIONS, MODEL_MANIFEST_TYPE } from './local-image';
export {
  foldsMetricDefinitions,
  formatFoldsLine,
  formatMetricLine,
  metricDefinitions,
  parseMetricLine,
  type RoundMetricLine,
  type RoundMetrics,
} from './metrics';
export {
  MODEL_ATTRIBUTES,
  MODEL_FILE,
  type ModelCategories,
  type ModelFacts,
  parseCategories,
  parseTexts,
  readModelFacts,
  type TrainingEnd,
} from './model-file';
export { type TrainingPaths, trainingPaths } from './paths';
export { isQuery, rowSource, rowsInWords } from './row-source';
export { formatShareLine, type ShareRange, shareOfHost } from './share-line';
export { formatSpeedLine, isSpeedLine } from './speed-line';
export { UbjsonCursor } from './ubjson';
export { rowProblems, type ValueFacts, type ValueQuestion, valueProblems } from './value-problems';
export { columnName, LARGEST_NUMBER } from './view-advice';
export { MAX_CATEGORIES, type WordCount, wordProblems } from './word-problems';
export type { HyperparameterName, Hyperparameters } from './xgboost-parameters';
