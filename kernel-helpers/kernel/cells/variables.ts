import type { Slot } from '../language/slots';

/** The values of all top-level names of a notebook. */
export class Variables {
  private readonly slots = new Map<string, Slot>();

  /** By name, for code that looks at the notebook from outside. */
  readonly byName: Readonly<Record<string, unknown>> = new Proxy<Record<string, unknown>>(
    {},
    {
      has: (_target, name) => typeof name === 'string' && this.slots.has(name),
      get: (_target, name) => (typeof name === 'string' ? this.slots.get(name)?.v : undefined),
      ownKeys: () => [...this.slots.keys()],
      getOwnPropertyDescriptor: (_target, name) => ({
        value: typeof name === 'string' ? this.slots.get(name)?.v : undefined,
        enumerable: true,
        configurable: true,
      }),
    },
  );

  /** The slot of a name; the same for every cell. */
  slotOf(name: string): Slot {
    const known = this.slots.get(name);
    if (known) return known;
    const slot: Slot = { v: undefined };
    this.slots.set(name, slot);
    return slot;
  }

  /** Call for the names that a cell declares: what was an import until now becomes a variable again. */
  declare(names: Iterable<string>): void {
    for (const name of names) {
      const slot = this.slotOf(name);
      const isImport = Object.getOwnPropertyDescriptor(slot, 'v')?.get !== undefined;
      if (isImport)
        Object.defineProperty(slot, 'v', { value: slot.v, writable: true, enumerable: true, configurable: true });
    }
  }

  /** Tells later which of these names have got another value since. */
  remember(names: readonly string[]): (name: string) => boolean {
    const before = new Map(names.map((name) => [name, this.slotOf(name).v]));
    return (name) => !Object.is(this.slotOf(name).v, before.get(name));
  }
}
