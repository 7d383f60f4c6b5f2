/** True if a service of AWS refused a call for want of a permission of the job's role. A HEAD request has no words. */
export function isAccessDenied(error: unknown): boolean {
  return error instanceof Error && /^(?:AccessDenied(?:Exception)?|Forbidden|403)$/.test(error.name);
}

/** For a catch: SageMaker writes no logs and no metrics where the role may not, and the job goes on. */
export function ignoreAccessDenied(error: unknown): void {
  if (!isAccessDenied(error)) throw error;
}
