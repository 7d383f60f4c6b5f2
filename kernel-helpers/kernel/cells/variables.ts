import type { DeclaredNames } from '../language/cell-names';
import { emptySlot, isFilled, type Slot } from '../language/slots';

/** Stands for the value of a name that has none yet. */
const NOTHING = Symbol('nothing');

/** The values of all top-level names of a notebook. */
export class Variables {
  private readonly slots = new Map<string, Slot>();

  /** By name, for code that looks at the notebook from outside; without the names that have no value yet. */
  readonly byName: Readonly<Record<string, unknown>> = new Proxy<Record<string, unknown>>(
    {},
    {
      has: (_target, name) => this.filledSlot(name) !== undefined,
      get: (_target, name) => this.filledSlot(name)?.v,
      ownKeys: () => [...this.slots].flatMap(([name, slot]) => (isFilled(slot) ? [name] : [])),
      getOwnPropertyDescriptor: (_target, name) => {
        const slot = this.filledSlot(name);
        return slot && { value: slot.v, enumerable: true, configurable: true };
      },
    },
  );

  /** The slot of a name; the same for every cell. */
  slotOf(name: string): Slot {
    const known = this.slots.get(name);
    if (known) return known;
    const slot = emptySlot(name);
    this.slots.set(name, slot);
    return slot;
  }

  /** Call before a cell runs: what was an import until now becomes a variable again, and each `var` has a value. */
  declare(declared: DeclaredNames): void {
    for (const [name, { value, isAmbient }] of declared) {
      if (value === undefined || isAmbient) continue;
      const slot = this.slotOf(name);
      const isImport = Object.getOwnPropertyDescriptor(slot, 'v')?.get !== undefined;
      if (isImport)
        Object.defineProperty(slot, 'v', { value: slot.v, writable: true, enumerable: true, configurable: true });
      if (value === 'var' && !isFilled(slot)) slot.v = undefined;
    }
  }

  /** Tells later which of these names have got another value since. */
  remember(names: Iterable<string>): (name: string) => boolean {
    const valueNow = (name: string) => {
      const slot = this.filledSlot(name);
      return slot ? slot.v : NOTHING;
    };
    const before = new Map([...names].map((name) => [name, valueNow(name)]));
    return (name) => !Object.is(valueNow(name), before.get(name));
  }

  private filledSlot(name: string | symbol): Slot | undefined {
    const slot = typeof name === 'string' ? this.slots.get(name) : undefined;
    return slot && isFilled(slot) ? slot : undefined;
  }
}
