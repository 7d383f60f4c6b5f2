/**
 * Does a task for each item as it comes, several at once, and gives the results in the order of the items. It asks for no
 * more items than it works on, and takes none after a failure.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  width: number,
  task: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const running: Promise<Result>[] = [];
  for await (const item of items) {
    const result = task(item);
    // A failure is thrown when its turn comes; until then Node must not take it for one that nobody looks at.
    result.catch(() => undefined);
    running.push(result);
    if (running.length >= width) yield await (running.shift() as Promise<Result>);
  }
  for (const result of running) yield await result;
}
