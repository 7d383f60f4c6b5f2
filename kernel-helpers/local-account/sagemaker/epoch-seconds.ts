/** The current time as SageMaker's JSON protocol writes it. */
export function epochSeconds(): number {
  return Date.now() / 1000;
}
