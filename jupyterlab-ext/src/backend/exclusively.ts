/**
 * Does the work while no other tab of this browser does work of this name. Where the page is not secure (plain http from
 * another machine) there are no locks, and two tabs that start at once may do it side by side.
 */
export async function exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const { locks } = navigator as { readonly locks?: LockManager };
  return locks === undefined ? work() : await locks.request(name, work);
}
