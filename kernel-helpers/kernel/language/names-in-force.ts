import type { DeclaredName, DeclaredNames, ValueKind } from './cell-names';

/** Where a name of earlier cells comes from: the cells by their numbers. Both are one when a cell gives both. */
export interface KnownName {
  readonly value?: {
    readonly cell: number;
    readonly kind: ValueKind;
    readonly isAmbient: boolean;
    /** True for a constant of which the cell knows more at its end than where it was declared. */
    readonly isNarrowed?: boolean;
    /** Of a constant: what is known of its value beyond the type that its cell gives it. */
    readonly known?: KnownValue;
  };
  readonly type?: { readonly cell: number; readonly parameters: string };
}

/** Found when a cell first uses the name, because most names are not used again. */
export interface KnownValue {
  /** The type as a declaration writes it; undefined where the value says no more than its cell. */
  readonly type: () => string | undefined;
  readonly comment: string;
}

/** What every name of a notebook stands for now. A later cell replaces a name's value, its type, or both. */
export class NamesInForce {
  private readonly names = new Map<string, KnownName>();

  /** The cell has ended: its types count from now on, and its values where `hasValue` says so. */
  commit(cell: number, declared: DeclaredNames, hasValue: (name: string) => boolean): void {
    for (const [name, meaning] of declared) {
      if (meaning.value === undefined || hasValue(name))
        this.names.set(name, joined(this.names.get(name), cell, meaning));
    }
  }

  /** A cell has run to its end, so its checks of these constants hold from now on. */
  narrow(cell: number, constants: Iterable<string>): void {
    for (const name of constants) {
      const known = this.names.get(name);
      if (known?.value) this.names.set(name, { ...known, value: { ...known.value, cell, isNarrowed: true } });
    }
  }

  /** The value of a cell's constant is known, so its type may be told by it. */
  tell(cell: number, name: string, found: KnownValue): void {
    const known = this.names.get(name);
    if (known?.value?.cell === cell) this.names.set(name, { ...known, value: { ...known.value, known: found } });
  }

  /** The names among these words, without those that the cell declares itself. */
  among(words: Iterable<string>, declared: DeclaredNames): ReadonlyMap<string, KnownName> {
    const found = new Map<string, KnownName>();
    for (const word of words) {
      const known = this.names.get(word);
      const rest = known && withoutDeclared(known, declared.get(word));
      if (rest) found.set(word, rest);
    }
    return found;
  }

  /** True for a name that a cell has defined, and not only declared to be there. */
  hasSlot(name: string): boolean {
    return isDefined(this.names.get(name));
  }

  /** The variables, each with the cell that declared it: no functions, classes and imports. */
  get variables(): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const [name, { value }] of this.names) {
      if (value && value.kind !== 'declaration') found.set(name, value.cell);
    }
    return found;
  }

  /** @param start in small letters */
  beginningWith(start: string): ReadonlyMap<string, KnownName> {
    return new Map([...this.names].filter(([name]) => name.toLowerCase().startsWith(start)));
  }

  /** The cells whose names still count. */
  get cells(): ReadonlySet<number> {
    return new Set([...this.names.values()].flatMap(cellsOf));
  }
}

function isDefined(known: KnownName | undefined): boolean {
  return known?.value !== undefined && !known.value.isAmbient;
}

export function cellsOf({ value, type }: KnownName): readonly number[] {
  return [...(value ? [value.cell] : []), ...(type ? [type.cell] : [])];
}

function joined(known: KnownName | undefined, cell: number, { value, type, isAmbient }: DeclaredName): KnownName {
  const isBoth = known?.value?.kind === 'declaration' && known.type?.cell === known.value.cell;
  // Of a class that is replaced, nothing is left.
  const earlier = isBoth ? {} : (known ?? {});
  return {
    ...earlier,
    // `declare let rows: Row[]` gives a variable of an earlier cell another type.
    ...(value && { value: { cell, kind: value, isAmbient: isAmbient === true && !isDefined(known) } }),
    ...(type !== undefined && { type: { cell, parameters: type } }),
  };
}

/** A cell's own declaration hides an earlier one of the same meaning; a class hides both. */
function withoutDeclared({ value, type }: KnownName, own: DeclaredName | undefined): KnownName | undefined {
  if (!own) return { ...(value && { value }), ...(type && { type }) };
  const isOneThing = value?.kind === 'declaration' && type?.cell === value.cell;
  if (isOneThing) return undefined;
  const rest: KnownName = { ...(value && !own.value && { value }), ...(type && own.type === undefined && { type }) };
  return rest.value || rest.type ? rest : undefined;
}
