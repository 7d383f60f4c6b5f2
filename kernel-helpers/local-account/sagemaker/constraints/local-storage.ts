/** Letters in the name of a family, or its beginning, that mean disks of its own. */
const LOCAL_STORAGE = /^ml\.(?:[^.]*d[^.]*|(?:g5|g6|p5|trn1)[^.]*)\./;

/**
 * Whether an instance type has local storage in place of a volume. AWS's lists are per machine; this rule is that of
 * its Python SDK (`instance_supports_kms` in sagemaker-core, `common_utils.py`).
 */
export function hasLocalStorage(instanceType: string): boolean {
  return LOCAL_STORAGE.test(instanceType);
}
