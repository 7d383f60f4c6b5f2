/** Work that an interrupt must let finish, because the state of what is cut short would be lost. */
export class Protection {
  private depth = 0;

  get isActive(): boolean {
    return this.depth > 0;
  }

  readonly protect = <T>(work: () => T): T => {
    this.depth += 1;
    try {
      return work();
    } finally {
      this.depth -= 1;
    }
  };
}
