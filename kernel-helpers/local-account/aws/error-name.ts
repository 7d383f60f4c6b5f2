/** True for an error of AWS with this name. The clients replace the SDK's own errors, so that no class tells them apart. */
export function isAwsError(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}
