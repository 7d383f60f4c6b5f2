import type { ClaimAboutCells } from './claim-about-cells';

/** Types cross cells as they cross lines of one file, and nothing has to be written down as for a published module. */
export const ONE_FILE: Readonly<Record<string, readonly ClaimAboutCells[]>> = {
  'A later cell knows': [
    [
      'a class expression with private members',
      [
        'const Safe = class { private key = 2; protected lock = 3; open() { return this.key + this.lock; } };',
        'new Safe().open()',
      ],
      '5',
    ],
    ['that they are private', ['new Safe().key'], "Property 'key' is private"],
    [
      'what a factory of such classes returns',
      [
        'const makeSafe = () => class { private key = 2; #hidden = 3; open() { return this.key + this.#hidden; } };',
        'const Made1 = makeSafe(); new Made1().open()',
      ],
      '5',
    ],
    [
      'a mixin',
      [
        'const Marked = <T extends new (...a: any[]) => object>(Base: T) => class extends Base { private mark = 1; read() { return this.mark; } };',
        'const Both = Marked(class { e = 2 }); [new Both().read(), new Both().e]',
      ],
      '[ 1, 2 ]',
    ],
    [
      'what a function with local types returns',
      [
        'function plan() { interface Hidden { deep: { rooms: number } } class Local { private n = 1; at: Hidden = { deep: { rooms: 3 } }; } enum Side { North } return { local: new Local(), side: Side.North, Side }; }',
        'const planned = plan(); [planned.local.at.deep.rooms.toFixed(1), planned.side, planned.Side[0]]',
      ],
      "[ '3.0', 0, 'North' ]",
    ],
    [
      'and refuses what those types lack',
      ['planned.local.at.deep.doors'],
      "Property 'doors' does not exist on type '{ rooms: number; }'",
    ],
    [
      'a value whose type has no name',
      [
        "const unnamed = (() => { const tag = Symbol('tag'); return { [tag]: 1, tag, self: () => unnamed2 }; })(); const unnamed2 = { n: 1 };",
        '[unnamed[unnamed.tag], unnamed.self().n]',
      ],
      '[ 1, 1 ]',
    ],
    [
      'a value of a type that another package keeps to itself',
      [
        "import { createHook } from 'node:async_hooks'; const hook = createHook({}); const events = new (class extends (await import('node:events')).EventEmitter { private seen = 0; })();",
        'typeof hook.enable + events.listenerCount("x")',
      ],
      "'function0'",
    ],
    [
      'unique symbols',
      [
        "const one1: unique symbol = Symbol('one'); const two1 = Symbol('two'); interface Keyed { [one1]: number; [two1]: string; }",
        "const keyed: Keyed = { [one1]: 1, [two1]: 'b' }; keyed[one1].toFixed(1) + keyed[two1]",
      ],
      "'1.0b'",
    ],
    [
      'their types',
      ["const wrong1: Keyed = { [one1]: 'a', [two1]: 'b' };"],
      "value is 'string', which is not assignable to type 'number'",
    ],
    [
      'static and instance private names',
      [
        'class Id { static #last = 0; #n = ++Id.#last; static is(o: object) { return #n in o; } get n() { return this.#n; } }',
        'new Id(); [new Id().n, Id.is(new Id()), Id.is({})]',
      ],
      '[ 2, true, false ]',
    ],
    [
      'constants as literals',
      [
        "const sizes = { small: 1, names: ['s', { long: 'small' }] } as const; type Long = (typeof sizes)['names'][1]['long'];",
        "const long: Long = 'small'; long",
      ],
      "'small'",
    ],
    [
      'and refuses other literals',
      ["const long2: Long = 'large';"],
      `Type '"large"' is not assignable to type '"small"'`,
    ],
    [
      'a type that refers to itself',
      [
        'type Json = string | number | Json[] | { [key: string]: Json }; interface Tree { kids: Tree[] }',
        'const tree: Tree = { kids: [{ kids: [] }] }; const json: Json = { a: [1, { b: 2 }] }; tree.kids.length',
      ],
      '1',
    ],
    [
      'types that refer to each other',
      [
        'interface Person { home?: Home } interface Home { people: Person[] }',
        'const person: Person = { home: { people: [{}] } }; person.home?.people.length',
      ],
      '1',
    ],
    [
      'conditional and mapped types',
      [
        `type Item<T> = T extends (infer U)[] ? U : never; type Flags<T> = { [K in keyof T as \`is\${Capitalize<K & string>}\`]: boolean };`,
        "const item: Item<string[]> = 'a'; const flags: Flags<{ open: 1 }> = { isOpen: true }; [item, flags]",
      ],
      "[ 'a', { isOpen: true } ]",
    ],
  ],
  'Generics cross cells:': [
    [
      'functions',
      [
        'const pair = <T>(value: T): [T, T] => [value, value]; function first<T extends { id: number }>(rows: T[]) { return rows[0]; }',
        "first(pair({ id: 1, city: 'Oslo' })).city.length",
      ],
      '4',
    ],
    ['with their constraints', ["first(['a'])"], "Type 'string' is not assignable to type '{ id: number; }'"],
    [
      'const type parameters',
      [
        'const exactly = <const T extends readonly unknown[]>(values: T) => values;',
        "const exact = exactly([1, 'a']); const one2: 1 = exact[0]; one2",
      ],
      '1',
    ],
    [
      'classes with defaults',
      [
        'class Store<T, K = Map<string, T[]>> { constructor(readonly item: T, readonly kept?: K) {} map<U>(f: (item: T) => U) { return new Store<U>(f(this.item)); } }',
        "const store = new Store(3).map((n) => 'n' + n); const typed: Store<string> = store; typed.kept?.get('a')?.[0].length; store.item.toUpperCase()",
      ],
      "'N3'",
    ],
    [
      'interfaces and aliases with defaults',
      [
        'interface Box<T = string> { value: T } type Fn<T = Record<string, Array<() => number>>, U extends T = T> = (a: T, b: U) => void;',
        "const box: Box = { value: 'a' }; const fn: Fn = (a) => a.x[0]().toFixed(); box.value.length",
      ],
      '1',
    ],
    [
      'a type and a value of one name, from two cells',
      [
        'type Row<T extends object = Map<string, Map<string, () => number>>> = { of: T };',
        'const Row = 3;',
        "const row: Row<{ a: 1 }> = { of: { a: 1 } }; const usual: Row = { of: new Map() }; usual.of.get('a')?.get('b')?.().toFixed(); [row.of.a, Row]",
      ],
      '[ 1, 3 ]',
    ],
    [
      'the value of a type of the same name',
      ['interface City { name: string }', "const City: City = { name: 'Oslo' };", 'const city: City = City; city.name'],
      "'Oslo'",
    ],
  ],
  Overloads: [
    [
      'stay apart',
      [
        'function half(n: number): number; function half(n: string): string; function half(n: any) { return n; }',
        "half('ab').length + half(4).toFixed(1)",
      ],
      "'24.0'",
    ],
    ['refuse the rest', ['half(true)'], 'No overload matches this call.'],
    ['can be taken by their type', ["type Half = typeof half; const other1: Half = half; other1('a').length"], '1'],
    [
      'of methods too',
      [
        'class Reader { read(): string; read(n: number): number; read(n?: number): any { return n ?? "all"; } }',
        'new Reader().read().length + new Reader().read(2)',
      ],
      '5',
    ],
  ],
  'In one cell, as in one file, these merge:': [
    [
      'interfaces',
      [
        'interface Flat { rooms: number } interface Flat { city: string }',
        "const flat: Flat = { rooms: 1, city: 'Oslo' }; flat.rooms + flat.city",
      ],
      "'1Oslo'",
    ],
    [
      'namespaces',
      [
        'namespace Units { export let metre = 1; } namespace Units { export const foot = () => metre * 3; }',
        'Units.metre = 2; Units.foot()',
      ],
      '6',
    ],
    [
      'enums',
      [
        'enum Level { Low = 1 } enum Level { High = 2 } namespace Level { export const of = (n: Level) => Level[n]; }',
        "const low: Level.Low = Level.Low; const key2: keyof typeof Level = 'High'; [low, Level[key2], Level.of(2)]",
      ],
      "[ 1, 2, 'High' ]",
    ],
    [
      'a class and a namespace',
      [
        'class Shop { size = Shop.usual; } namespace Shop { export const usual = 9; export interface Options { open: boolean } }',
        'const options: Shop.Options = { open: true }; [new Shop().size, Shop.usual, options.open]',
      ],
      '[ 9, 9, true ]',
    ],
    [
      'a function and a namespace',
      ['function rate() { return rate.now; } namespace rate { export let now = 3; }', 'rate.now = 4; rate()'],
      '4',
    ],
    [
      'an interface and a namespace',
      [
        'interface Plot { size: number } namespace Plot { export const of = (size: number): Plot => ({ size }); }',
        'const plot: Plot = Plot.of(2); plot.size',
      ],
      '2',
    ],
    [
      'a class and an interface',
      [
        'class Flyer { wings = 2; } interface Flyer { beak: number }',
        'const flyer: Pick<Flyer, "beak" | "wings"> = { beak: 1, wings: 2 }; flyer.beak + new Flyer().wings',
      ],
      '3',
    ],
  ],
  'A declaration of a later cell replaces': [
    [
      'an interface, with all that it had',
      [
        'interface Garden { trees: number }',
        'interface Garden { ponds: number }',
        'const garden: Garden = { ponds: 1 }; garden.ponds',
      ],
      '1',
    ],
    [
      'a namespace',
      ['namespace Rules { export const old = 1; }', 'namespace Rules { export const young = 2; }', 'Rules.old'],
      "Property 'old' does not exist on type 'typeof Rules'",
    ],
    ['an enum', ['enum Grade { A }', "enum Grade { B = 'b' }", 'Grade.B'], "'b'"],
    [
      'a type by another type',
      [
        "type Size = 'small'; const size1: Size = 'small';",
        'type Size = number;',
        'const size2: Size = 3; [size1, size2]',
      ],
      "[ 'small', 3 ]",
    ],
    [
      'a name, but not what was made with it',
      [
        'const start1 = { a: 1 };',
        "const derived = { ...start1, b: 'x' };",
        'const start1 = 5;',
        'declare global { var afterwards: number; }',
        'derived.a.toFixed(1) + derived.b.length',
      ],
      "'1.01'",
    ],
  ],
  'Narrowing works': [
    [
      'on a variable of an earlier cell',
      [
        "let mixed: string | number = Math.random() > 2 ? 1 : 'text';",
        "typeof mixed === 'string' ? mixed.length : mixed.toFixed()",
      ],
      '4',
    ],
    [
      'on a union with a kind',
      [
        "let shape: { kind: 'a'; a: number } | { kind: 'b'; b: string } = { kind: 'a', a: 1 } as any;",
        "switch (shape.kind) { case 'a': shape.a.toFixed(); break; case 'b': shape.b.length; break; default: const never: never = shape; }\nshape.kind",
      ],
      "'a'",
    ],
    [
      'with a guard of an earlier cell',
      [
        "function isText(value: unknown): value is string { return typeof value === 'string'; }",
        "const given: unknown = 'abc'; isText(given) ? given.length : 0",
      ],
      '3',
    ],
    [
      'with an assertion of an earlier cell',
      [
        "function assertText(value: unknown): asserts value is string { if (!isText(value)) throw new Error('no text'); }",
        "const given2: unknown = 'abcd'; assertText(given2); given2.length",
      ],
      '4',
    ],
    ['after an assignment', ["let changing: string | number = 'a';", 'changing = 3; changing.toFixed(1)'], "'3.0'"],
    [
      'in a closure over a const',
      [
        '// @strict\nconst maybe = [1, 2].find((n) => n > 1);',
        'if (maybe === undefined) throw new Error("none"); const inner2 = () => maybe.toFixed(1); inner2()',
      ],
      "'2.0'",
    ],
    [
      'in later cells on a const, because nothing can change it',
      [
        '// @strict\nconst north = [1, 2].find((n) => n > 1); let south = [1, 2].find((n) => n > 1);',
        'if (north === undefined || south === undefined) throw new Error("none");',
        'north.toFixed(1)',
      ],
      "'2.0'",
    ],
    ['not in later cells on a let', ['south.toFixed(1)'], "'south' is possibly 'undefined'."],
    [
      'not after a cell that failed',
      [
        'const west = [1, 2].find((n) => n > 1);',
        'throw new Error("before"); if (west === undefined) throw new Error("none");',
        'west.toFixed(1)',
      ],
      "'west' is possibly 'undefined'.",
    ],
    ['until strictness ends', ['// @strict: false\nlet loose: number = null; loose'], 'undefined'],
  ],
  'Another name for': [
    [
      'a type of a namespace',
      [
        'namespace Geo { export namespace Deep { export interface Point { x: number } export const origin: Point = { x: 0 }; export class Mark { n = 1; } } }',
        'import Point = Geo.Deep.Point;',
        'const point: Point = { x: 1 }; point.x',
      ],
      '1',
    ],
    [
      'a namespace in it',
      [
        'import Deep = Geo.Deep;',
        'const origin: Deep.Point = Deep.origin; Geo.Deep.origin.x = 5; [origin.x, new Deep.Mark().n]',
      ],
      '[ 5, 1 ]',
    ],
    ['a class of it', ['import Mark = Geo.Deep.Mark; new Mark().n', 'new Mark() instanceof Deep.Mark'], 'true'],
    ['a CommonJS module', ["import files = require('node:fs');", 'typeof files.existsSync'], "'function'"],
    [
      'only the types of a module',
      ["import type files2 = require('node:fs');", 'let stats2: files2.Stats; typeof stats2'],
      "'undefined'",
    ],
  ],
  'Imports of only types': [
    [
      'stand for types',
      [
        "import type { Stats } from 'node:fs'; import { type PathLike, existsSync } from 'node:fs'; import type * as paths from 'node:path';",
        "let stats: Stats; const place: PathLike = '.'; let parsed: paths.ParsedPath; existsSync(place)",
      ],
      'true',
    ],
    [
      'are no values',
      ["import type { join } from 'node:path';", "join('a')"],
      "'join' cannot be used as a value because it was imported using 'import type'",
    ],
    [
      'may stand in types',
      [
        "type Paths = typeof import('node:path'); let lib: Paths;",
        "lib = await import('node:path'); lib.basename('/a/b')",
      ],
      "'b'",
    ],
  ],
  'The language:': [
    [
      'satisfies',
      [
        "const config = { port: 1, host: 'x' } satisfies Record<string, string | number>;",
        'config.port.toFixed(1) + config.host.length',
      ],
      "'1.01'",
    ],
    [
      'abstract classes',
      [
        'abstract class Figure { protected abstract side(): number; area() { return this.side() ** 2; } static make<T extends Figure>(this: new () => T) { return new this(); } }',
        'class Square extends Figure { protected side() { return 3; } } Square.make().area()',
      ],
      '9',
    ],
    ['and their rules', ['new Figure()'], 'Cannot create an instance of an abstract class.'],
    [
      'accessors',
      [
        'class Dial { accessor turn = 1; static accessor all = 2; get twice() { return this.turn * 2; } set twice(n: number) { this.turn = n / 2; } }',
        'const dial = new Dial(); dial.twice = 8; Dial.all++; [dial.turn, dial.twice, Dial.all]',
      ],
      '[ 4, 8, 3 ]',
    ],
    [
      'parameter properties',
      [
        'class Point2 { constructor(private readonly x = 1, public y = x + 1) {} sum() { return this.x + this.y; } }',
        'new Point2(3).sum()',
      ],
      '7',
    ],
    [
      'casts of both forms, and generic arrows',
      [
        "const cast = <any>'abc'; const same = <T>(value: T) => value;",
        '(<string>same(cast)).length + (cast as string).length',
      ],
      '6',
    ],
    ['const enums', ['const enum Wall { North = 1, South = North << 2 }', "[Wall.South, Wall['North']]"], '[ 4, 1 ]'],
    [
      'methods with a this',
      ['function twice(this: { n: number }) { return this.n * 2; }', 'twice.call({ n: 2 })'],
      '4',
    ],
    [
      'declaration of a type in the Array of all',
      [
        'declare global { interface Array<T> { second(): T } }\nArray.prototype.second = function () { return this[1]; };',
        '[1, 2].second().toFixed(1)',
      ],
      "'2.0'",
    ],
    [
      'declaration of more in a module',
      [
        "declare module 'node:path' { interface ParsedPath { note?: string } }",
        "import { parse } from 'node:path'; typeof parse('/a').note",
      ],
      "'undefined'",
    ],
    ['a script with #! in its first line', ['#!/usr/bin/env node\nconst script = 1;\nscript'], '1'],
  ],
  'Exports of every form': [
    [
      'are declarations',
      [
        "export const a3 = 1, { b3, c3: [d3] } = { b3: 2, c3: [3] }; export let e3 = 4; export function f3() { return e3; } export class G3 { g = 5; } export enum H3 { I = 6 } export namespace J3 { export const k = 7; } export interface L3 { m: number } export type N3 = L3['m']; export abstract class O3 {}",
        'const n3: N3 = 8; e3 = 40; [a3, b3, d3, f3(), new G3().g, H3.I].concat([J3.k, n3])',
      ],
      '[\n  1, 2, 3, 40,\n  5, 6, 7,  8\n]',
    ],
    ['name what is there', ['export { a3 as renamed, G3 as default }; export type { L3 as M3 };', 'a3'], '1'],
    ['as the default: a function', ['export default function main() { return 5; }', 'main()'], '5'],
    ['as the default: a class', ['export default class Main { n = 6; }', 'new Main().n'], '6'],
    [
      'as the default: an abstract class and an interface',
      [
        'export default abstract class Basis { n = 7; }',
        'export default interface Shown { n: number }',
        'const shown: Shown = new (class extends Basis {})(); shown.n',
      ],
      '7',
    ],
    ['as the default: a value', ['export default { n: 8 }'], '{ n: 8 }'],
    ['as the default: a name', ['export default a3'], '1'],
    ['as the whole: a value', ['export = { n: 9 }'], '{ n: 9 }'],
    ['as the whole: a constant of another cell', ['const whole9 = { n: 9 };', 'export = whole9'], '{ n: 9 }'],
    [
      'of a module run it',
      ["export { sep } from 'node:path'; export * from 'node:os'; export type { Stats } from 'node:fs'; 10"],
      '10',
    ],
    [
      'as another name of a module',
      ["export import whole = require('node:path'); export import Rooms = J3;", '[typeof whole.join, Rooms.k]'],
      "[ 'function', 7 ]",
    ],
  ],
};
