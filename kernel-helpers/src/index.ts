// The whole public API of kernel-helpers: what a cell may import.

import { showLater } from './display/show-later';
import { offerLateDisplay } from './render/late-display';
import { offerInteractiveTables } from './table/interactive-tables';
import { interactiveTable } from './widgets/explore/show-tables';

offerInteractiveTables(interactiveTable);
offerLateDisplay(showLater);

export type { DisplayOptions } from './cell/kernel-bridge';
export { type BuildImageOptions, buildTrainingImage } from './cell-api/build-training-image';
export { type CaliforniaHousingOptions, californiaHousing } from './cell-api/california-housing';
export { type CheckSetupOptions, checkSetup } from './cell-api/check-setup';
export { type CleanUpOptions, cleanUp } from './cell-api/clean-up';
export { type CompareJobsOptions, compareJobs, type JobsByPrefix, type JobToCompare } from './cell-api/compare-jobs';
export { connect } from './cell-api/connect';
export type { Endpoint, PredictOptions } from './cell-api/endpoint';
export {
  readArrow,
  readCsv,
  readJsonLines,
  readParquet,
  writeArrow,
  writeCsv,
  writeJsonLines,
  writeParquet,
} from './cell-api/files';
export type { FinishedJob } from './cell-api/finished-job';
export { getSecret } from './cell-api/get-secret';
export { listEndpoints, listModels, listTrainingJobs, listTransformJobs, listTuningJobs } from './cell-api/list-jobs';
export type { Calibration, ConfusionMatrix, ModelView, Residuals, RocCurve } from './cell-api/model-view';
export { type PlannedTrainingJob, trainingJob } from './cell-api/plan-job';
export { attach, type FollowOptions, type TrainingJob } from './cell-api/training-job';
export { featureImportance, partialDependence, shapSummary } from './cell-api/view-model';
export { calibration, confusionMatrix, residuals, rocCurve } from './cell-api/view-predictions';
export { clearOutput, display, input, page } from './display/cells';
export { type LiveDisplay, liveDisplay, type Showable } from './display/live-display';
export { show } from './display/show';
export type { ShowOptions } from './display/show-part';
export { showSource } from './display/show-source';
export type { SetupCheck } from './doctor/setup-check';
export type { SetupReport } from './doctor/setup-report';
export type { ErrorReason } from './error-reason';
export { hasReason, InternalError, isPlatformError, isUserError, PlatformError, reasonOf, UserError } from './errors';
export type { ColumnKind, ReadCsvOptions } from './files/csv/csv-options';
export type { WriteCsvOptions } from './files/csv/write-csv';
export type { ReadJsonLinesOptions } from './files/json-lines/read-json-lines';
export type { ReadColumnsOptions } from './files/parquet/read-parquet';
export type { TableFile } from './files/table-file';
export type { TableData } from './files/tables-to-write';
export type { WriteFileOptions, WrittenFile } from './files/written-file';
export type { FeatureData } from './model-input/feature-matrix';
export type { CalibrationOptions } from './model-view/calibration';
export type { ConfusionMatrixOptions } from './model-view/confusion-matrix';
export type { ExplainableModel } from './model-view/explainable-model';
export type { FeatureImportanceOptions } from './model-view/feature-importance';
export type { PartialDependenceOptions } from './model-view/partial-dependence';
export type { ResidualsOptions } from './model-view/residuals';
export type { RocCurveOptions } from './model-view/roc-curve';
export type { OneAgainstOthers } from './model-view/scored-classes';
export type { ScoredColumns } from './model-view/scored-rows';
export type { ShapSummaryOptions } from './model-view/shap-summary';
export type { Page } from './page';
export { type BarChartOptions, barChart } from './render/charts/bar-chart';
export { type BoxPlotOptions, boxPlot } from './render/charts/box-plot';
export type { Chart, VegaLiteSpec } from './render/charts/chart';
export type { ChartData } from './render/charts/chart-data';
export type { ChartFigure } from './render/charts/chart-figure';
export type { ChartAggregate, ChartOptions, SplitOptions } from './render/charts/chart-options';
export { type HeatMapOptions, heatMap } from './render/charts/heat-map';
export { type HistogramOptions, histogram } from './render/charts/histogram';
export { type LineChartOptions, type LineSeries, type LineSeriesOptions, lineChart } from './render/charts/line-chart';
export type { AxisScale, ScaleOptions } from './render/charts/log-scale';
export { type MapChartOptions, mapChart } from './render/charts/map-chart';
export { type ScatterOptions, scatter } from './render/charts/scatter';
export type { MimeBundle } from './render/self-display';
export type { CleanUpReport } from './sagemaker/clean-up/clean-up-report';
export type { EndpointEncryption, JobEncryption } from './sagemaker/encryption';
export type { DeployOptions } from './sagemaker/endpoint/deploy-options';
export type { PredictIntoOptions } from './sagemaker/endpoint/predict-into';
export type { ExplainedPredictions } from './sagemaker/endpoint/predict-parts';
export type { PredictionRows } from './sagemaker/endpoint/rows-to-predict';
export type { TrainingImage } from './sagemaker/image/training-image';
export type { JobChannel, JobChannels } from './sagemaker/job/channels';
export type { JobHyperparameters, TrainingInstances, TrainingJobOptions } from './sagemaker/job/options';
export type { JobCheckpoints, JobResilience, SpotOptions } from './sagemaker/job/resilience';
export type {
  EndpointStatus,
  ListEndpointsOptions,
  ListedEndpoint,
  ListedResource,
} from './sagemaker/list/list-endpoints';
export type {
  JobStatus,
  ListedJob,
  ListedTrainingJob,
  ListedTransformJob,
  ListedTuningJob,
  ListJobsOptions,
} from './sagemaker/list/list-jobs';
export type { ListOptions } from './sagemaker/list/read-page';
export type { Network } from './sagemaker/network';
export type { ResourceTags } from './sagemaker/resource-tags';
export type { HostShare } from './sagemaker/watch/host-shares';
export type { FinalMetric, JobDescription, JobPhase } from './sagemaker/watch/job-description';
export type {
  JobEvent,
  JobFinishedEvent,
  JobLogEvent,
  JobMetricEvent,
  JobNoticeEvent,
  JobStatusEvent,
} from './sagemaker/watch/job-event';
export type { GetSecretOptions } from './secrets/get-secret';
export type { Secret } from './secrets/secret';
export type { ColumnSummary, NamedObject, PageOptions, TableSummary } from './snowflake/catalog/browse';
export type { DescribedColumn, TableDescription } from './snowflake/catalog/describe';
export type { SnowflakePlace } from './snowflake/catalog/use-or-create';
export type { ConnectOptions, Snowflake } from './snowflake/connect';
export type { LoadData, LoadRow } from './snowflake/load/load-data';
export type { LoadReport } from './snowflake/load/load-report';
export type { LoadProgress } from './snowflake/load/staged-rows';
export type { WriteTableOptions } from './snowflake/load/write-table';
export type { SqlText } from './snowflake/query/sql-text';
export type { BesideRow, QueryGroups, TableQuery } from './snowflake/query/table-query';
export type { InlineRows, ResultChunk, ResultColumn, ResultFormat, ResultManifest } from './snowflake/result/manifest';
export type { SessionNames } from './snowflake/session/current-names';
export type { Bind } from './snowflake/session/session';
export type { ShareOptions } from './snowflake/share/read-share';
export type { SignalOption } from './snowflake/snowflake';
export { type Identifier, identifier } from './snowflake/statement/identifiers';
export type { BatchOptions, QueryResult, RowShare } from './snowflake/statement/query-result';
export type { ResultOptions } from './snowflake/statement/result-options';
export {
  type Figures,
  type Groups,
  type JoinOptions,
  type PivotOptions,
  type SampleOptions,
  type SortOptions,
  Table,
} from './table/columnar-table';
export { type ColumnComparison, compareTables, type TableComparison } from './table/compare-tables';
export type { DataFrame, GroupedFrame, Series } from './table/data-frame';
export type { AnyColumn, AnyRow, ColumnOf, JoinKind, Values } from './table/row-types';
export type {
  BigIntColumn,
  BooleanColumn,
  CellValue,
  Column,
  DateColumn,
  DecimalColumn,
  NumberColumn,
  TextColumn,
  TimestampColumn,
} from './table/table';
export {
  type Aggregate,
  type AggregateName,
  corr,
  count,
  distinct,
  first,
  last,
  max,
  mean,
  median,
  min,
  quantile,
  stdev,
  sum,
  variance,
} from './table/verbs/aggregates';
export type { ColumnFacts } from './table/verbs/column-facts';
export type { JoinOn } from './table/verbs/join-columns';
export { CalendarDate } from './values/calendar-date';
export type { ColumnName } from './values/column-name';
export type { DanfoFrame } from './values/danfo-frame';
export { Decimal } from './values/decimal';
export { Timestamp } from './values/timestamp';
export type { Exploration } from './widgets/explore/exploration';
export { explore } from './widgets/explore/explore';
export { slider, widget } from './widgets/make-widget';
export { type ProgressBarOptions, progress } from './widgets/progress-bar';
export type { Slider, SliderOptions } from './widgets/slider';
export type { Widget, WidgetOptions } from './widgets/widget';
