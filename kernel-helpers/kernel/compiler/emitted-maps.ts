/** A source map as TypeScript writes it. */
export type SourceMapText = string;

const INLINE_MAP = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** Takes the map out of JavaScript that TypeScript emitted with `inlineSourceMap`. */
export function splitInlineMap(code: string): { readonly code: string; readonly map: SourceMapText | undefined } {
  const found = INLINE_MAP.exec(code);
  if (!found) return { code, map: undefined };
  return { code: code.slice(0, found.index), map: Buffer.from(found[1] ?? '', 'base64').toString() };
}

/**
 * tslab compiles a cell in two steps, TypeScript to ES modules to CommonJS, and passes on only the code.
 * This keeps the maps of both steps until the cell's compiler asks for those that belong to its output.
 */
export class EmittedMaps {
  private readonly byOutput = new Map<string, readonly SourceMapText[]>();

  /** `maps`: of the last step first. */
  add(output: string, maps: readonly SourceMapText[]): void {
    this.byOutput.set(output, maps);
  }

  take(output: string): readonly SourceMapText[] {
    const maps = this.byOutput.get(output) ?? [];
    this.byOutput.clear();
    return maps;
  }
}

/** The only one of the process, because the compiler in a start-up snapshot is already linked to it. */
export const emittedMaps = new EmittedMaps();
