/** What is still to be shown when Jupyter ends the kernel or restarts it. */
export class KernelEnd {
  private readonly listeners: (() => void)[] = [];

  /** @param showError shows the error of a listener that fails; the others are called all the same. */
  constructor(private readonly showError: (error: unknown) => void) {}

  onEnd(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Calling it twice is fine: the listeners are called once. */
  tell(): void {
    for (const listener of this.listeners.splice(0)) {
      try {
        listener();
      } catch (error) {
        this.showError(error);
      }
    }
  }
}
