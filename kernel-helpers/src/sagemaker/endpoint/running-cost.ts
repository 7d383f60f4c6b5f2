/** What to know and do where nobody knows what became of an endpoint. */
export function mayBeRunning(name: string): string {
  return `The endpoint ${name} may be running, and costs money by the hour until it is deleted. Delete it with await cleanUp() or in the SageMaker console, or deploy again to go on with it.`;
}
