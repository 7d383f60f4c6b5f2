/** Does work one piece at a time: what somebody waits for first, the rest when nothing of that is left. */
export class TwoQueues {
  readonly #soon: (() => Promise<void>)[] = [];
  readonly #later: (() => Promise<void>)[] = [];
  #isBusy = false;

  soon<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#add(this.#soon, work);
  }

  later<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#add(this.#later, work);
  }

  #add<Result>(queue: (() => Promise<void>)[], work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      queue.push(() => work().then(resolve, reject));
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      await next();
      // A cell that runs meanwhile gets its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#isBusy = false;
  }

  #next(): (() => Promise<void>) | undefined {
    return this.#soon.shift() ?? this.#later.shift();
  }
}
