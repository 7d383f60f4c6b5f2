export interface MetricPoint {
  readonly round: number;
  readonly value: number;
}

/** One metric of one job, round by round. */
export interface MetricSeries {
  /** As SageMaker names it: `train:rmse`. */
  readonly name: string;
  /** The host, if several hosts tell values of this name. */
  readonly host?: string;
  readonly points: readonly MetricPoint[];
}

interface MetricValue extends MetricPoint {
  readonly name: string;
  readonly host: string;
}

/** Collects the metric values of a job. A round that comes again, after a job went on from a checkpoint, counts once. */
export class MetricValues {
  private readonly byName = new Map<string, Map<string, Map<number, number>>>();

  add({ name, host, round, value }: MetricValue): void {
    const hosts = getOrSet(this.byName, name, () => new Map<string, Map<number, number>>());
    getOrSet(hosts, host, () => new Map<number, number>()).set(round, value);
  }

  clear(): void {
    this.byName.clear();
  }

  /** The series by name, each in the order of its rounds. */
  series(): MetricSeries[] {
    return [...this.byName].flatMap(([name, hosts]) =>
      [...hosts].map(([host, rounds]) => ({
        name,
        ...(hosts.size > 1 && { host }),
        points: [...rounds].map(([round, value]) => ({ round, value })).sort((a, b) => a.round - b.round),
      })),
    );
  }
}

function getOrSet<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
