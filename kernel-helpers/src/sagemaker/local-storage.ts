/** Families with disks of their own that have no "d" in their name. */
const FAMILIES = ['g5', 'g6', 'p5', 'trn1'];

/**
 * Whether machines of a type have disks of their own (NVMe) in place of a volume, so that a key for the volume cannot
 * be used. The rule is that of SageMaker's Python SDK (`volume_size_supported` and `instance_supports_kms` in
 * https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-core/src/sagemaker/core/common_utils.py).
 */
export function hasLocalStorage(instanceType: string): boolean {
  const family = instanceType.split('.')[1] ?? '';
  return family.includes('d') || FAMILIES.some((beginning) => family.startsWith(beginning));
}
