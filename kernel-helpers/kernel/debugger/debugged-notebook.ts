import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import {
  DEBUGGED_SIDE,
  type DebuggedPlace,
  type DebuggedSide,
  type DebuggedSource,
  type DebugVariable,
  type FrameDescription,
  type FrameVariables,
} from './debugged-side';
import { VariableReferences } from './variable-references';

export interface DebuggedParts {
  /** @param name a cell's script name, or the address of a file. */
  sourceOf(name: string): DebuggedSource | undefined;
  /** Throws what is wrong with the code. */
  translate(
    code: string,
    others: readonly string[],
  ): {
    readonly javaScript: string;
    readonly parameters: readonly { readonly name: string; readonly value: unknown }[];
  };
  /** What stands for something else at a place than in the notebook. */
  localNamesAt(place: DebuggedPlace): readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  set(name: string, value: unknown): void;
}

/** What Node.js and this kernel give to the function of a cell or a module. */
const GIVEN = new Set(['require', '__filename', '__dirname', 'module', 'exports']);
const SLOT = '$º';
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** Offers the notebook to a debugger. Calling this does almost nothing, so it may be done at each start. */
export class DebuggedNotebook implements DebuggedSide {
  private readonly references = new VariableReferences();
  private readonly evaluables: (readonly unknown[])[] = [];

  constructor(private readonly parts: DebuggedParts) {}

  sourceOf(url: string): DebuggedSource | undefined {
    const names = [url, url.slice(url.lastIndexOf('/') + 1), ...(url.startsWith('file:') ? [fileURLToPath(url)] : [])];
    return names.map((name) => this.parts.sourceOf(name)).find((source) => source !== undefined);
  }

  enterFrame(objects: readonly object[], { scopeCount, localCount, isCell, code }: FrameDescription): FrameVariables {
    const words = new Set(code.match(WORD));
    const scopes = objects
      .slice(0, scopeCount)
      .map((scope, index) => writtenIn(scope, words, index === scopeCount - 1));
    const [self] = objects.slice(scopeCount);
    const own = self === undefined || self === globalThis ? {} : { this: self };
    const locals = { ...own, ...merged(scopes.slice(0, localCount)) };
    const closure = merged(scopes.slice(localCount));
    const slots = isCell ? Object.assign({}, ...objects.slice(0, scopeCount).map(slotsIn)) : {};
    return {
      locals: this.references.keep({ ...slots, ...locals }),
      closure: Object.keys(closure).length > 0 ? this.references.keep(closure) : 0,
      globals: this.references.keep(copyOf(this.parts.values)),
      names: [...Object.keys(locals), ...Object.keys(closure)],
    };
  }

  variables(reference: number, start: number, count: number): readonly DebugVariable[] {
    return this.references.list(reference, start, count);
  }

  globals(): readonly DebugVariable[] {
    return Object.entries(copyOf(this.parts.values)).map(([name, value]) => this.references.show({ name, value }));
  }

  evaluable(code: string, names: readonly string[]): string {
    const { javaScript, parameters } = this.parts.translate(code, names);
    const body = `(${parameters.map(({ name }) => name).join(', ')}) => { ${javaScript}\n}`;
    if (!isValid(body)) {
      throw new Error(
        isValid(`async ${body}`)
          ? 'A paused cell cannot wait: leave out `await`.'
          : 'This code cannot be evaluated here.',
      );
    }
    const number = this.evaluables.push(parameters.map(({ value }) => value)) - 1;
    return `(${body})(...globalThis[Symbol.for('${DEBUGGED_SIDE}')].parametersOf(${number}))`;
  }

  condition(code: string, place: DebuggedPlace): string {
    return this.evaluable(code, this.parts.localNamesAt(place));
  }

  parametersOf(evaluable: number): readonly unknown[] {
    return this.evaluables[evaluable] ?? [];
  }

  present([result]: readonly unknown[]): DebugVariable {
    const value = Array.isArray(result) ? result[0] : undefined;
    return this.references.show({ name: '', value });
  }

  setGlobal([result]: readonly unknown[], name: string): void {
    this.parts.set(name, Array.isArray(result) ? result[0] : undefined);
  }

  leave(): void {
    this.references.clear();
  }
}

type Variables = Readonly<Record<string, unknown>>;

/** The variables of a scope whose names stand in the source. The compiler's own never do. */
function writtenIn(scope: object, words: ReadonlySet<string>, isOutermost: boolean): Variables {
  const isShown = (name: string) =>
    words.has(name) && !name.startsWith(SLOT) && name !== 'arguments' && !(isOutermost && GIVEN.has(name));
  return Object.fromEntries(Object.entries(scope).filter(([name]) => isShown(name)));
}

/** The variables of inner scopes hide those of outer ones. */
function merged(scopes: readonly Variables[]): Variables {
  return Object.assign({}, ...scopes.toReversed());
}

function slotsIn(scope: object): Variables {
  const slots = Object.entries(scope).filter(([name, value]) => name.startsWith(SLOT) && isSlot(value));
  return copyOf(Object.fromEntries(slots.map(([name, slot]) => [name.slice(SLOT.length), slot])), ({ v }) => v);
}

function isSlot(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'v');
}

/** Reading an import of a module that has not run yet throws. */
function copyOf<T>(values: Readonly<Record<string, T>>, read: (value: T) => unknown = (value) => value): Variables {
  return Object.fromEntries(
    Object.keys(values).flatMap((name) => {
      try {
        return [[name, read(values[name] as T)]];
      } catch {
        return [];
      }
    }),
  );
}

function isValid(code: string): boolean {
  try {
    new Script(`"use strict"; (${code})`);
    return true;
  } catch {
    return false;
  }
}
