// The whole public API of kernel-helpers: what a cell may import.

export { type Chart, type VegaLiteSpec } from './display/charts/chart';
export type { ChartData } from './display/charts/chart-data';
export { type HeatMapOptions, heatMap } from './display/charts/heat-map';
export { type HistogramOptions, histogram } from './display/charts/histogram';
export { type LineChartOptions, type LineSeries, lineChart } from './display/charts/line-chart';
export { type ScatterOptions, scatter } from './display/charts/scatter';
export type { MimeBundle } from './display/kernel-bridge';
export { type LiveDisplay, liveDisplay } from './display/live-display';
export { show } from './display/show';
export { showSource } from './display/show-source';
export { InternalError, isPlatformError, isUserError, PlatformError, UserError } from './errors';
export { type CleanUpOptions, cleanUp } from './sagemaker/clean-up/clean-up';
export type { CleanUpReport } from './sagemaker/clean-up/clean-up-report';
export type { DeployOptions } from './sagemaker/endpoint/deploy-options';
export type { Endpoint, PredictOptions } from './sagemaker/endpoint/endpoint';
export type { FeatureData } from './sagemaker/endpoint/feature-matrix';
export { type BuildImageOptions, buildTrainingImage } from './sagemaker/image/build-training-image';
export type { TrainingImage } from './sagemaker/image/training-image';
export type { TrainingInstances, TrainingJobOptions } from './sagemaker/job/options';
export { type PlannedTrainingJob, trainingJob } from './sagemaker/job/start-job';
export { attach, type FollowOptions, type TrainingJob } from './sagemaker/job/training-job';
export type { FinishedJob } from './sagemaker/watch/finished-job';
export type { FinalMetric, JobDescription } from './sagemaker/watch/job-description';
export type { JobEvent } from './sagemaker/watch/job-event';
export type { HostShare } from './sagemaker/watch/job-state';
