export {
  DEFAULT_TRACKER_PORT,
  LOCAL_HOST_ENVIRONMENT,
  SCRIPT_HYPERPARAMETERS,
  TRAINING_ENVIRONMENT,
  TRAINING_ENVIRONMENT_ALIASES,
} from './environment';
export { IMAGE_PROGRAM, LOCAL_IMAGE_ANNOTATIONS } from './local-image';
export { formatMetricLine, metricDefinitions, parseMetricLine, type RoundMetrics } from './metrics';
export { MODEL_FILE, type TrainingPaths, trainingPaths } from './paths';
