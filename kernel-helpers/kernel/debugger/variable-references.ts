import type { DebugVariable } from './debugged-side';
import { hasParts, partsOf, Remark, type VariablePart } from './variable-parts';
import { lineOf } from './variable-text';

/** Lower numbers are those of variables that are shown while nothing is paused. */
export const FIRST_REFERENCE = 2 ** 30;

/** The values whose parts a front end may ask for. */
export class VariableReferences {
  private readonly values = new Map<number, unknown>();
  /** No number is used twice, so that a late question gets no other variable's answer. */
  private next = FIRST_REFERENCE;

  keep(value: unknown): number {
    const reference = this.next;
    this.next += 1;
    this.values.set(reference, value);
    return reference;
  }

  /** Throws for a reference of an earlier pause. */
  list(reference: number, start: number, count: number): readonly DebugVariable[] {
    if (!this.values.has(reference)) throw new Error('The cell has run on since these variables were shown.');
    return partsOf(this.values.get(reference), start, count).map((part) => this.show(part));
  }

  show({ name, value }: VariablePart): DebugVariable {
    if (value instanceof Remark) return { name, value: value.text, variablesReference: 0 };
    const variablesReference = hasParts(value) ? this.keep(value) : 0;
    return { name, value: lineOf(value), variablesReference };
  }

  clear(): void {
    this.values.clear();
  }
}
