/** Files that are sent at the same time. */
const CONCURRENT_UPLOADS = 4;

/** Uploads that go on beside other work, a few at a time. */
export class Uploads<Item> {
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(private readonly upload: (item: Item) => Promise<void>) {}

  /** Begins an upload as soon as there is room for it; throws what an earlier one failed with. */
  async begin(item: Item): Promise<void> {
    while (this.#running.size >= CONCURRENT_UPLOADS) await Promise.race(this.#running);
    this.#throwFailure();
    const running = this.upload(item)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits for all uploads; throws what the first of them failed with. */
  async end(): Promise<void> {
    await Promise.all(this.#running);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
