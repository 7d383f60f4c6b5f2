/** What `find` finds; where it throws, what `findElsewhere` finds, or else that error. */
export function orElse<Found>(find: () => Found, findElsewhere: (error: unknown) => Found | undefined): Found {
  try {
    return find();
  } catch (error) {
    const found = findElsewhere(error);
    if (found === undefined) throw error;
    return found;
  }
}
