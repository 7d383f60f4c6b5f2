/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Pass it as `after` to get the next page; undefined on the last one. */
  readonly next?: string;
}
