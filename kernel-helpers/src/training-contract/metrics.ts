/** Metrics of one round: data name (`train`, `validation`) → metric name (`rmse`) → value. */
export type RoundMetrics = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A metric line that has been read: the values by `<data>-<metric>` name. */
export interface RoundMetricLine {
  readonly round: number;
  readonly values: ReadonlyMap<string, number>;
}

/** The log line of one round: `[12] train-rmse:0.41 validation-rmse:0.45`. */
export function formatMetricLine(round: number, metrics: RoundMetrics): string {
  const parts = Object.entries(metrics).flatMap(([data, values]) =>
    Object.entries(values).map(([metric, value]) => `${data}-${metric}:${value}`),
  );
  return `[${round}] ${parts.join(' ')}`;
}

/** Reads a line that `formatMetricLine` wrote; undefined for any other line. */
export function parseMetricLine(line: string): RoundMetricLine | undefined {
  const match = /^\[(\d+)\]((?: [\w.@-]+:[^\s:]+)+)$/.exec(line.trim());
  if (match === null) return undefined;
  const pairs = match[2]
    .trim()
    .split(' ')
    .map((pair): [string, number] => {
      const colon = pair.lastIndexOf(':');
      return [pair.slice(0, colon), Number(pair.slice(colon + 1))];
    });
  return { round: Number(match[1]), values: new Map(pairs) };
}

/** The log line of a metric over all folds: `folds: validation-rmse mean:0.51 deviation:0.02`. */
export function formatFoldsLine(
  name: string,
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
): string {
  return `folds: ${name} mean:${mean} deviation:${deviation}`;
}

/** SageMaker's definitions of the same as metrics: `folds:validation-rmse-mean` and `folds:validation-rmse-deviation`. */
export function foldsMetricDefinitions(names: readonly string[]): { readonly Name: string; readonly Regex: string }[] {
  return names.flatMap((name) =>
    ['mean', 'deviation'].map((part) => ({
      Name: `folds:${name}-${part}`,
      Regex: `folds: ${name.replace(/[.@]/g, '\\$&')} .*${part}:(\\S+)`,
    })),
  );
}

/** SageMaker's metric definitions for the given `<data>-<metric>` names. */
export function metricDefinitions(names: readonly string[]): { readonly Name: string; readonly Regex: string }[] {
  return names.map((name) => ({
    Name: name.replace('-', ':'),
    Regex: `\\[[0-9]+\\].* ${name.replace(/[.@]/g, '\\$&')}:(\\S+)`,
  }));
}
