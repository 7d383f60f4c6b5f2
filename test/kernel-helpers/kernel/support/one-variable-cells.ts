import type { ClaimAboutCells } from './claim-about-cells';

/** Every read and write of a top-level name, in any cell, goes to one place. */
export const ONE_VARIABLE: Readonly<Record<string, readonly ClaimAboutCells[]>> = {
  'A variable is shared with': [
    ['a closure', ['let count = 0; const inc = () => ++count;', 'count = 10; inc();', 'count'], '11'],
    [
      'a loop that waits for it',
      [
        `let done = false;
         const waiting = (async () => { while (!done) await new Promise((next) => setTimeout(next, 1)); return 'seen'; })();`,
        'done = true; await waiting',
      ],
      "'seen'",
    ],
    [
      'a timer',
      [
        'let ticks = 0; const timer = setInterval(() => { ticks += 1; }, 1);',
        `ticks = 100; await new Promise((next) => setTimeout(next, 30)); clearInterval(timer); ticks > 100`,
      ],
      'true',
    ],
    [
      'a callback',
      ['let sum = 0; const add = (n: number) => { sum += n; };', '[1, 2].forEach(add); sum = 10;', 'add(5); sum'],
      '15',
    ],
    [
      'a generator, between its steps',
      [
        'let last = 0; function* steps() { for (;;) yield last++; } const stepping = steps(); stepping.next();',
        'last = 50; stepping.next().value',
      ],
      '50',
    ],
    [
      'an async generator',
      [
        'let page = 1; async function* pages() { while (page < 4) yield page++; } const turned: number[] = [];',
        'page = 2; for await (const one of pages()) turned.push(one); [turned, page]',
      ],
      '[ [ 2, 3 ], 4 ]',
    ],
    [
      'an async function, also after its await',
      [
        'let rate = 1; async function later() { await null; return rate; } const rates = later(); rate = 2;',
        'await rates',
      ],
      '2',
    ],
    [
      'fields, methods, accessors and static blocks of a class',
      [
        `let floor = 1;
         class House { floor = floor; static first = floor; static { floor = 2; } get top() { return floor; } set top(n) { floor = n; } }`,
        'const house = new House(); house.top = 9; [house.floor, House.first, house.top, new House().floor, floor]',
      ],
      '[ 2, 1, 9, 9, 9 ]',
    ],
    [
      'default parameters',
      [
        'let base = 1; function scale(a = base, { b = base } = {} as { b?: number }, [c = base] = [] as number[]) { return [a, b, c]; }',
        'base = 7; scale()',
      ],
      '[ 7, 7, 7 ]',
    ],
    [
      'getters of an object',
      [
        'let area = { rooms: 1, get double() { return area.rooms * 2; } };',
        'area = { rooms: 5, double: 0 }; area.double',
      ],
      '0',
    ],
    ['shorthand properties', ['let north = 1; const both = () => ({ north });', 'north = 2; both()'], '{ north: 2 }'],
    [
      'tagged templates',
      [
        'let tag = (text: TemplateStringsArray) => text.raw[0]; const tagged = () => tag`a`;',
        "tag = (text) => 'new ' + text[0]; tagged()",
      ],
      "'new a'",
    ],
    [
      'templates and computed keys',
      [`let key = 'a'; const made = () => ({ [key]: \`\${key}!\` });`, "key = 'b'; made()"],
      "{ b: 'b!' }",
    ],
    [
      'decorators',
      [
        "let label = 'x'; const named = (value: () => string, _context: unknown) => () => label + value();",
        'class Tagged { @named text() { return label; } }',
        "label = 'y'; new Tagged().text()",
      ],
      "'yy'",
    ],
    [
      'a function that another cell declares',
      ['let stock = 3;', 'function sell() { stock -= 1; return stock; }', 'stock = 10; sell();', 'stock'],
      '9',
    ],
    ['namespaces', ['let zone = 1; namespace Geo { export const now = () => zone; }', 'zone = 4; Geo.now()'], '4'],
    [
      'functions that call each other',
      [
        'function helper() { return 1; } function caller() { return helper(); }',
        "function helper() { return 'two'; }",
        'caller()',
      ],
      "'two'",
    ],
    [
      'functions that call themselves',
      [
        'function size(n: number): number { return n === 0 ? 0 : 1 + size(n - 1); } const old = size;',
        'function size(_n: number) { return 100; }',
        'old(1)',
      ],
      '101',
    ],
    ['a module: an import is live', ["import { loaded, load } from './live-binding';", 'load(); loaded'], '1'],
    [
      'a module, also for functions of earlier cells',
      [
        "import * as live from './live-binding'; import { loaded as now, load as more } from './live-binding'; const seen = () => now;",
        'const before = seen(); more(); [seen() - before, live.loaded - before]',
      ],
      '[ 1, 1 ]',
    ],
  ],
  'A variable is written by': [
    [
      'every operator of assignment',
      [
        'let n = 8;',
        'n += 2; n -= 1; n *= 4; n /= 2; n **= 2; n %= 100; n <<= 2; n >>= 1; n >>>= 1; n |= 8; n &= 30; n ^= 1;',
        'n',
      ],
      '25',
    ],
    [
      'the operators that look first',
      ['let a1: number | undefined, b1 = 0, c1 = 5;', 'a1 ??= 1; b1 ||= 2; c1 &&= 3;', '[a1, b1, c1]'],
      '[ 1, 2, 3 ]',
    ],
    [
      'x++ and --x, which are values too',
      ['let x = 1;', 'const sumOfAll = x++ + ++x + x-- + --x;', '[sumOfAll, x]'],
      '[ 8, 1 ]',
    ],
    ['an exchange', ['let p = 1, q = 2;', '[p, q] = [q, p]; [p, q]', '[p, q]'], '[ 2, 1 ]'],
    [
      'destructuring of an object',
      [
        'let r1 = 0, s1 = 0, t1: object = {};',
        '({ r1, deep: { s1 = 5 } = {}, ...t1 } = { r1: 7, u: 9 } as any);',
        '[r1, s1, t1]',
      ],
      '[ 7, 5, { u: 9 } ]',
    ],
    [
      'destructuring of an array',
      [
        'let d1 = 0, d2 = 0, d3: number[] = [];',
        '[d1 = 5, [d2] = [6], ...d3] = [undefined, undefined, 1, 2] as any;',
        '[d1, d2, d3]',
      ],
      '[ 5, 6, [ 1, 2 ] ]',
    ],
    [
      'a loop that gives its values to it',
      [
        "let each = 0, name1 = '';",
        'for (each of [1, 2, 3]); for (name1 in { z: 1 }); for (each = each; each < 9; each++);',
        '[each, name1]',
      ],
      "[ 9, 'z' ]",
    ],
    [
      'a loop over its properties',
      ['const spot: { n?: number } = {};', 'for (spot.n of [3]); const n1 = spot.n; delete spot.n;', '[n1, spot]'],
      '[ 3, {} ]',
    ],
    [
      'a loop with a label',
      [
        'let turns = 0;',
        'outer: for (;;) { for (;;) { turns += 1; if (turns < 3) continue outer; break outer; } }',
        'turns',
      ],
      '3',
    ],
  ],
  'A declaration destructures with': [
    [
      'defaults and rest',
      ['const { a2, b2: [c2 = 5, ...e2], ...f2 } = { a2: 1, b2: [undefined, 2, 3], g2: 4 };', '[a2, c2, e2, f2]'],
      '[ 1, 5, [ 2, 3 ], { g2: 4 } ]',
    ],
    [
      'defaults that use names before them',
      ['const { low = 1, high = low + 1 } = {} as { low?: number; high?: number };', '[low, high]'],
      '[ 1, 2 ]',
    ],
    ['computed keys', ["const field = 'w'; const { [field]: wide } = { w: 3 };", 'wide'], '3'],
  ],
  'A name means another variable': [
    ['in parameters', ['let shade = 1; const inner = (shade: number) => shade + 1;', '[inner(5), shade]'], '[ 6, 1 ]'],
    [
      'in a catch',
      [
        "let caught = 1; const take = () => { try { throw 'x'; } catch (caught) { return caught; } };",
        '[take(), caught]',
      ],
      "[ 'x', 1 ]",
    ],
    [
      'in a catch at the top',
      ["let fault: unknown = 1; try { throw 'x'; } catch (fault) { fault = 2; }", 'fault'],
      '1',
    ],
    ['in a block', ['let block = 1; { let block = 2; block += 1; }', 'block'], '1'],
    ['as a function of a block', ["let fn1 = 'out'; { function fn1() { return 'in'; } fn1(); }", 'fn1'], "'out'"],
    ['as a class of a block', ["let Cls = 'out'; { class Cls {} new Cls(); }", 'Cls'], "'out'"],
    [
      'in loops',
      ['let i1 = 9; for (let i1 = 0; i1 < 2; i1++); for (const i1 of [1]); for (const i1 in [1]);', 'i1'],
      '9',
    ],
    ['in a case', ["let case1 = 'out'; switch (1 as number) { case 1: let case1 = 'in'; case1; }", 'case1'], "'out'"],
    [
      'as the name of a function expression',
      ["let own = 'out'; const kind = function own() { return typeof own; };", '[kind(), own]'],
      "[ 'function', 'out' ]",
    ],
    [
      'as the name of a class expression',
      ["let Own = 'out'; const Kind = class Own { static kind() { return typeof Own; } };", '[Kind.kind(), Own]'],
      "[ 'function', 'out' ]",
    ],
    [
      'as a local variable',
      ['let far = 1; const near = () => { const far = 4; return { far }; };', '[near(), far]'],
      '[ { far: 4 }, 1 ]',
    ],
    [
      'as a var of a function, also above it',
      ['let up = 1; function hidden() { const first = up; var up = 2; return [first, up]; }', '[hidden(), up]'],
      '[ [ undefined, 2 ], 1 ]',
    ],
    [
      'as a member of an enum and of a namespace',
      [
        'let wing = 1; enum Wing { wing = 3, copy = wing } namespace Wings { export const wing = 4; export const copy = wing; }',
        '[Wing.copy, Wings.copy, wing]',
      ],
      '[ 3, 4, 1 ]',
    ],
    [
      'as a property, a method, a key and a label',
      [
        'let part = 1; const whole = { part: 2, m: { part() { return 3; } } }; part: for (;;) break part;',
        '[whole.part, whole.m.part(), whole?.part, part]',
      ],
      '[ 2, 3, 2, 1 ]',
    ],
    [
      'in each turn of a loop',
      ['const early = []; for (let i2 = 0; i2 < 3; i2++) early.push(() => i2);', 'early.map((one) => one())'],
      '[ 0, 1, 2 ]',
    ],
    [
      'inside of its class, whose name a later cell gives away',
      [
        'class Keeper { static self() { return Keeper; } } const Kept = Keeper;',
        "let Keeper = 'other';",
        '[Kept.self() === Kept, Keeper]',
      ],
      "[ true, 'other' ]",
    ],
  ],
  'A cell declares again': [
    ['a variable, with another type', ['let version = 1;', "let version = 'two';", 'version.length'], '3'],
    ['a const', ['const fixed = 1;', "const fixed = ['a'];", 'fixed[0].length'], '1'],
    [
      'a variable as a function, a class and an import',
      [
        'let join = 1;',
        'function join() { return 2; }',
        'class join { static three = 3; }',
        "import { join } from 'node:path';",
        "join('a', 'b')",
      ],
      "'a/b'",
    ],
    ['an import as a variable', ["import { sep } from 'node:path';", "let sep = ';';", "sep += '!'; sep"], "';!'"],
    ['a var twice', ['var twice = 1; var twice = 2;', 'var twice = twice + 1;', 'twice'], '3'],
    [
      'a class, and objects of the old one stay',
      [
        'class Room { size() { return 1; } } const room = new Room();',
        'class Room { size() { return 2; } }',
        '[room.size(), new Room().size(), room instanceof Room]',
      ],
      '[ 1, 2, false ]',
    ],
    [
      'a name that all JavaScript knows',
      ["let Map = 5, window = 'w', process = 1, name = 'n';", '[Map, window, process, name, typeof globalThis.Map]'],
      "[ 5, 'w', 1, 'n', 'function' ]",
    ],
    [
      'names that this kernel uses itself',
      [
        'let $$meta = 1, $$link = 2, v = 3, $$v = 4;',
        "import { EOL } from 'node:os'; [$$meta, $$link, v, $$v, EOL, typeof import.meta.url]",
      ],
      "[ 1, 2, 3, 4, '\\n', 'string' ]",
    ],
    ...[
      '$$rooms',
      '$meta$$',
      '$link$$',
      '$$atEnd',
      'atEnd',
      'meta',
      'link',
      'value',
      'own',
      'names',
      'slot',
      '__afterAwait__',
    ].map(
      (name): ClaimAboutCells => [
        `a name that such a kernel could use itself: ${name}`,
        [
          `import { EOL } from 'node:os'; const rooms: number | undefined = 1 as never; if (!rooms) throw rooms; const ${name} = 2;`,
          `[rooms, await ${name}, ((${name}: number) => [rooms, ${name}, typeof import.meta.url])(3), EOL].flat()`,
        ],
        "[ 1, 2, 1, 3, 'string', '\\n' ]",
      ],
    ),
    [
      'code in text, which sees only globals',
      [
        'let kept = 1;',
        "[\"eval('typeof kept')\", \"new Function('return typeof kept')()\", '2'].map((code) => eval(code))",
      ],
      "[ 'undefined', 'undefined', 2 ]",
    ],
    [
      'the text of a function',
      [
        'let rate = 2; const half = (n: number) => n / 2;',
        'async function load(rows = { rate }) { return half(await rate) + rows.rate++; }',
        '[String(load), String(Function.prototype.toString).includes("[native code]")]',
      ],
      "[\n  'async function load(rows = { rate: rate }) { return half((await rate)) + rows.rate++; }',\n  true\n]",
    ],
    [
      'functions that take the names of their variables later',
      [
        'let late: () => number, other: unknown;',
        'late = () => 1; other ??= class {}; var { first = () => 2 } = {} as { first?: () => number };',
        '[late.name, (other as Function).name, first.name, late(), first()]',
      ],
      "[ 'late', 'other', 'first', 1, 2 ]",
    ],
    ['names of other scripts', ['let größe = 1, 变量 = 2, $ = 3, _ = 4;', '[größe, 变量, $, _]'], '[ 1, 2, 3, 4 ]'],
    [
      'words that are names elsewhere',
      [
        'let of = 1, get = 2, type = 3, as = 4, from = 5, async = 6, module = 7;',
        '[of, get, type, as, from, async, module]',
      ],
      '[\n  1, 2, 3, 4,\n  5, 6, 7\n]',
    ],
  ],
  'A var is a name of the whole notebook': [
    [
      'in a for',
      ['for (var i3 = 0, j3 = 10; i3 < 3; i3++, j3--) { var inner = i3; }', '[i3, j3, inner]'],
      '[ 3, 7, 2 ]',
    ],
    [
      'in for-of, for-in and for-await',
      [
        'for (var { k1, l1: [m1] } of [{ k1: 1, l1: [2] }]); for (var key1 in { y: 1 }); for await (var o1 of [Promise.resolve(3)]);',
        '[k1, m1, key1, o1]',
      ],
      "[ 1, 2, 'y', 3 ]",
    ],
    [
      'in if, else, try, catch, finally and switch',
      [
        'if (true) { var v1 = 1; } else { var v2 = 2; } try { var v3 = 3; throw 4; } catch (fault) { var v4 = fault; } finally { var v5 = 5; } switch (1 as number) { case 1: { var v6 = 6; } }',
        '[v1, v2, v3, v4, v5, v6]',
      ],
      '[ 1, undefined, 3, 4, 5, 6 ]',
    ],
    ['in while, do and labels', ['outer: while (true) { do { var w1 = 5; break outer; } while (true); }', 'w1'], '5'],
    [
      'and one for all turns of a loop',
      [
        'const lateFns = []; for (var i4 = 0; i4 < 3; i4++) lateFns.push(() => i4);',
        'const atEnd = lateFns[0](); i4 = 7; [atEnd, lateFns[0]()]',
      ],
      '[ 3, 7 ]',
    ],
    [
      'and undefined above its declaration',
      ['const above = hoisted; var hoisted = 3;', '[above, hoisted]'],
      '[ undefined, 3 ]',
    ],
    ['but not in a function', ['(() => { var local1 = 1; return local1; })();', 'local1'], "Cannot find name 'local1'"],
  ],
  'What has no value yet': [
    [
      'is undefined after let without a value',
      ['let empty: number | undefined;', '[empty, typeof empty]'],
      "[ undefined, 'undefined' ]",
    ],
    [
      'cannot be read before its let',
      ['function early1() { return late1; }\nearly1(); let late1 = 1;'],
      "Cannot access 'late1' before initialization",
    ],
    [
      'cannot be read before its const, also by typeof',
      ['function early2() { return typeof late2; }\nearly2(); const late2 = 1;'],
      "Cannot access 'late2' before initialization",
    ],
    [
      'cannot be read before its class',
      ['function early3() { return new Late3(); }\nearly3(); class Late3 {}'],
      "Cannot access 'Late3' before initialization",
    ],
    [
      'is found by TypeScript where it can see it',
      ['const now1 = late4; const late4 = 1;'],
      "Block-scoped variable 'late4' used before its declaration.",
    ],
    [
      'can be read by the old function when a later cell gives it',
      ["function early5() { return late5; }\nthrow new Error('before'); let late5 = 1;", 'let late5 = 2; early5()'],
      '2',
    ],
    [
      'may be a function above its declaration',
      ['const first1 = below(); function below() { return 5; }', 'first1'],
      '5',
    ],
  ],
  'A global': [
    [
      'that is declared is read and written in later cells',
      [
        'declare global { var gx: number; }\nglobalThis.gx = 7;',
        'const before1 = gx; gx = 8; gx++;',
        '[before1, gx, globalThis.gx]',
      ],
      '[ 7, 9, 9 ]',
    ],
    [
      'may be declared without a block',
      [
        'declare let ambient: number; declare function madeElsewhere(n: number): string; declare class Made { n: number; }\nObject.assign(globalThis, { ambient: 1, madeElsewhere: (n: number) => String(n), Made: class { n = 2; } });',
        'ambient += 4; [ambient, madeElsewhere(3), new Made().n, (globalThis as any).ambient]',
      ],
      "[ 5, '3', 2, 5 ]",
    ],
    ['of a cell is no property of globalThis', ['let mine = 1;', "'mine' in globalThis"], 'false'],
    [
      'declaration of an earlier variable gives it another type',
      ["let wide1: unknown = 'text';", 'declare let wide1: string;', 'wide1.length'],
      '4',
    ],
  ],
  'A resource': [
    [
      'of using shows its result, and is closed when the cell ends',
      [
        "const log: string[] = []; using file = { v: 5, [Symbol.dispose]() { log.push('closed'); } }; log.push('open'); file.v",
      ],
      '5',
    ],
    ['of using stays a name', ['[log, file.v]'], "[ [ 'open', 'closed' ], 5 ]"],
    [
      'of await using is waited for',
      ["await using socket = { v: 6, async [Symbol.asyncDispose]() { await null; log.push('shut'); } }; socket.v"],
      '6',
    ],
    ['of await using was closed when the cell ended', ['[log.at(-1), socket.v]'], "[ 'shut', 6 ]"],
    [
      'of a cell that fails is closed too',
      ["using doomed = { [Symbol.dispose]() { log.push('after all'); } }; throw new Error('no');", 'log.at(-1)'],
      "'after all'",
    ],
    [
      'of a block is closed at its end',
      ["{ using inner1 = { [Symbol.dispose]() { log.push('inner'); } }; } log.push('outer');", 'log.slice(-2)'],
      "[ 'inner', 'outer' ]",
    ],
  ],
  'After a cell that fails': [
    [
      'what it had assigned is there',
      [
        'let got = 0; for (const n of [1, 2, 3]) { got = n; if (n === 2) throw new Error("stop"); } const unreached1 = 1;',
        'got',
      ],
      '2',
    ],
    ['what it had not reached is not', ['unreached1'], "Cannot find name 'unreached1'"],
    [
      'what it had destructured is there',
      [
        "const { one1, two1 = (() => { throw new Error('in the midst'); })() } = { one1: 1 } as { one1: number; two1?: number };",
        'one1',
      ],
      '1',
    ],
    [
      'its functions are there',
      ["throw new Error('first'); function ready() { return 'ready'; }", 'ready()'],
      "'ready'",
    ],
    [
      'a class that it did not finish is not',
      ["class Unfinished { static n = (() => { throw new Error('no'); })(); }", 'Unfinished'],
      "Cannot find name 'Unfinished'",
    ],
    [
      'its imports and types are there',
      [
        "import { basename } from 'node:path'; interface Plan { rooms: number } throw new Error('later');",
        "const plan: Plan = { rooms: 1 }; basename('/a/b')",
      ],
      "'b'",
    ],
    [
      'a variable that it had given another type has it',
      ['let both1 = 1;', "let both1 = 'text'; throw new Error('later');", 'both1.length'],
      '4',
    ],
    [
      'a variable that it had not reached keeps its value and type',
      ['let kept1 = 1;', "throw new Error('at once'); let kept1 = 'text';", 'kept1.toFixed(1)'],
      "'1.0'",
    ],
  ],
  'A function that is called': [
    [
      'has no slot as its this',
      [
        'let self1 = function (this: unknown) { return this; };',
        '[self1(), self1?.(), (self1)(), (self1 as any)(), self1!(), self1.call(4)]',
      ],
      '[ undefined, undefined, undefined, undefined, undefined, 4 ]',
    ],
    [
      'keeps the name of its variable',
      ['const arrow1 = () => 1, Expr1 = class {}; let fn3 = function () {};', '[arrow1.name, Expr1.name, fn3.name]'],
      "[ 'arrow1', 'Expr1', 'fn3' ]",
    ],
    [
      'by new is a class',
      ['let Maker = class { made = 1; };', '[new Maker().made, new Maker instanceof Maker]'],
      '[ 1, true ]',
    ],
  ],
};
