export {
  DEFAULT_TRACKER_PORT,
  LOCAL_HOST_ENVIRONMENT,
  SCRIPT_HYPERPARAMETERS,
  TRAINING_ENVIRONMENT,
  TRAINING_ENVIRONMENT_ALIASES,
} from './environment';
export {
  checkHyperparameters,
  type HyperparameterName,
  type Hyperparameters,
  hyperparameterText,
  parseHyperparameters,
  parseScriptHyperparameters,
} from './hyperparameters';
export { IMAGE_PROGRAM, LOCAL_IMAGE_ANNOTATIONS } from './local-image';
export {
  formatMetricLine,
  metricDefinitions,
  parseMetricLine,
  type RoundMetricLine,
  type RoundMetrics,
} from './metrics';
export { MODEL_ATTRIBUTES, MODEL_FILE, type ModelFacts, parseFeatures, readModelFacts } from './model-file';
export { type TrainingPaths, trainingPaths } from './paths';
export { formatShareLine, type ShareRange, shareOfHost } from './share-line';
export { UbjsonCursor } from './ubjson';
