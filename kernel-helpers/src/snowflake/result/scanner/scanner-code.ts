import { SCANNER_WASM } from './scanner-wasm';

/** What `assembly/index.ts` exports. */
export interface ScannerExports {
  useTables(powersOfFive: number, powersOfTen: number): void;
  scan(
    start: number,
    end: number,
    columns: number,
    columnCount: number,
    rows: number,
    afterRow: number,
    hard: number,
    hardRoom: number,
  ): ScanStop;
  stoppedAt(): number;
  scannedRows(): number;
  foundHardCells(): number;
  missingThere(): number;
  gatherTexts(column: number, firstRow: number, rows: number, out: number, offsets: number): number;
}

/** Why a scan stopped, in the order of the numbers in `assembly/index.ts`. */
export enum ScanStop {
  Incomplete = 0,
  AllRows = 1,
  ManyHardCells = 2,
  Damaged = 3,
}

/** The part of the runtime's WebAssembly that is used here; TypeScript has its types only among those of browsers. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => ScannerPages;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** A memory that grows in pages of 64 KiB; `buffer` is another one afterwards. */
export interface ScannerPages {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

let compiled: object | undefined;

/** A scanner with a memory of its own; its code is compiled once for each thread. */
export function startScanner(mostPages: number): { readonly exports: ScannerExports; readonly pages: ScannerPages } {
  compiled ??= new WebAssembly.Module(Buffer.from(SCANNER_WASM, 'base64'));
  const pages = new WebAssembly.Memory({ initial: 1, maximum: mostPages });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory: pages } });
  return { exports: exports as ScannerExports, pages };
}
