const GIB = 1024 ** 3;

/** GiB for each virtual CPU, by the family's first letter (aws.amazon.com/ec2/instance-types). */
const GIB_PER_CPU: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };
/** Families since the fifth generation; earlier ones have odd sizes. */
const TYPE = /^ml\.([cmr])(?:[5-9]|\d\d)\w*\.(?:(large)|(\d*)xlarge)$/;

/** The memory of a machine of SageMaker's in bytes; undefined for types whose memory does not follow from the name. */
export function memoryOf(instanceType: string | undefined): number | undefined {
  const [, family = '', large, times] = TYPE.exec(instanceType ?? '') ?? [];
  const perCpu = GIB_PER_CPU[family];
  if (perCpu === undefined) return undefined;
  const cpus = large === undefined ? 4 * Number(times || 1) : 2;
  return cpus * perCpu * GIB;
}
