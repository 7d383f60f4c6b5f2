import ts from 'typescript';

const { factory } = ts;

/** The place of one top-level name. Every read and write of the name, in any cell, goes to the same object. */
export interface Slot {
  v: unknown;
}

/** A name that no cell has given a value yet. As between the beginning of a scope and its `let`, it cannot be read. */
class EmptySlot implements Slot {
  constructor(private readonly name: string) {}

  get v(): unknown {
    throw new ReferenceError(`Cannot access '${this.name}' before initialization`);
  }

  /** The first value becomes a plain property, so that V8 reads and writes it as fast as any other. */
  set v(value: unknown) {
    Object.defineProperty(this, 'v', { value, writable: true, enumerable: true, configurable: true });
  }
}

/**
 * Each slot has a class of its own, so that V8 keeps account of its values alone: with one class for all, numbers would
 * be boxed as soon as some slot holds a text, and a loop that adds numbers would take twice as long.
 */
export function emptySlot(name: string): Slot {
  return new (class extends EmptySlot {})(name);
}

/** True when the name has got a value, also when that is undefined. */
export function isFilled(slot: Slot): boolean {
  return Object.hasOwn(slot, 'v');
}

/**
 * The beginning of the names of slots. Nobody writes `º`, so no name of the user's hides a slot; and V8 needs one byte
 * for it, also in the rest of the code.
 */
export const SLOT_PREFIX = '$º';

/** The parameter under which a cell's code gets the slot of a name. */
export function slotParameter(name: string): string {
  return `${SLOT_PREFIX}${name}`;
}

/** `$ºcount.v` */
export function slotValue(name: string): ts.PropertyAccessExpression {
  return factory.createPropertyAccessExpression(factory.createIdentifier(slotParameter(name)), 'v');
}

/** `$ºcount.v = value;` */
export function setSlot(name: string, value: ts.Expression): ts.Statement {
  return factory.createExpressionStatement(factory.createAssignment(slotValue(name), value));
}

const SLOT_VALUE = /\(0 ?, \$º([\p{ID_Continue}$]+)\.v\)|\$º([\p{ID_Continue}$]+)\.v/gu;

/** V8's messages and the texts of functions quote the code that runs: `$ºrows.v is not a function` means `rows`. */
export function inWordsOfUser(message: string): string {
  return message.replace(SLOT_VALUE, '$1$2');
}
