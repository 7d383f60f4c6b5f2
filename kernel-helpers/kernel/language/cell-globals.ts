import { RUNTIME_FEATURES } from './runtime-features';

const has = (feature: string) => RUNTIME_FEATURES.includes(feature);

/** What only some versions of Node.js have, and `@types/node` for the oldest one leaves out. */
const SOMETIMES: readonly (readonly [isThere: boolean, declaration: string])[] = [
  [
    has('resizable buffers') && !has('es2024.arraybuffer'),
    `interface ArrayBuffer { readonly resizable: boolean; readonly maxByteLength: number; resize(newByteLength?: number): void; }
  interface ArrayBufferConstructor { new (byteLength: number, options?: { maxByteLength?: number }): ArrayBuffer; }`,
  ],
  [
    has('navigator'),
    `interface Navigator { readonly hardwareConcurrency: number; readonly language: string; readonly languages: readonly string[]; readonly platform: string; readonly userAgent: string; }
  var navigator: Navigator;`,
  ],
  [has('RegExp.escape'), 'interface RegExpConstructor { escape(text: string): string; }'],
];

const ALWAYS = `
  /** Asks in the notebook, and waits for the answer; an empty one means \`preset\`, if there is one. */
  function prompt(message?: unknown, preset?: unknown): string;
  /** Shows a message in the notebook, and waits until it is confirmed. */
  function alert(message?: unknown): void;
  /** Asks in the notebook, and waits for the answer: true for y or yes. */
  function confirm(message?: unknown): boolean;

  type BufferSource = ArrayBufferView | ArrayBuffer;
  type BlobPart = BufferSource | Blob | string;
  type HeadersInit = NonNullable<RequestInit['headers']>;
  type BodyInit = NonNullable<RequestInit['body']>;

  namespace WebAssembly {
    type ImportExportKind = 'function' | 'global' | 'memory' | 'table' | 'tag';
    type ExportValue = Function | Global | Memory | Table;
    type Exports = Record<string, any>;
    type Imports = Record<string, Record<string, any>>;
    type ValueType = 'anyfunc' | 'externref' | 'f32' | 'f64' | 'i32' | 'i64' | 'v128';
    interface ModuleExportDescriptor { kind: ImportExportKind; name: string; }
    interface ModuleImportDescriptor { kind: ImportExportKind; module: string; name: string; }
    interface WebAssemblyInstantiatedSource { instance: Instance; module: Module; }
    class CompileError extends Error {}
    class LinkError extends Error {}
    class RuntimeError extends Error {}
    class Module {
      constructor(bytes: BufferSource);
      static customSections(module: Module, name: string): ArrayBuffer[];
      static exports(module: Module): ModuleExportDescriptor[];
      static imports(module: Module): ModuleImportDescriptor[];
    }
    class Instance { constructor(module: Module, imports?: Imports); readonly exports: Exports; }
    class Memory {
      constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
      readonly buffer: ArrayBuffer;
      grow(delta: number): number;
    }
    class Table {
      constructor(descriptor: { element: 'anyfunc' | 'externref'; initial: number; maximum?: number }, value?: any);
      readonly length: number;
      get(index: number): any;
      grow(delta: number, value?: any): number;
      set(index: number, value?: any): void;
    }
    class Global<T = any> {
      constructor(descriptor: { value: ValueType; mutable?: boolean }, value?: T);
      value: T;
      valueOf(): T;
    }
    class Tag { constructor(descriptor: { parameters: ValueType[] }); }
    class Exception {
      constructor(tag: Tag, payload: any[], options?: { traceStack?: boolean });
      is(tag: Tag): boolean;
      getArg(tag: Tag, index: number): any;
    }
    function compile(bytes: BufferSource): Promise<Module>;
    function compileStreaming(source: Response | PromiseLike<Response>): Promise<Module>;
    function instantiate(bytes: BufferSource, imports?: Imports): Promise<WebAssemblyInstantiatedSource>;
    function instantiate(module: Module, imports?: Imports): Promise<Instance>;
    function instantiateStreaming(source: Response | PromiseLike<Response>, imports?: Imports): Promise<WebAssemblyInstantiatedSource>;
    function validate(bytes: BufferSource): boolean;
  }`;

/** Declarations of what cells find in their globals and `@types/node` does not declare. */
export const CELL_GLOBALS = `export {};
declare global {${ALWAYS}
  ${SOMETIMES.flatMap(([isThere, declaration]) => (isThere ? [declaration] : [])).join('\n  ')}
}
`;
