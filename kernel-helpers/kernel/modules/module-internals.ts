import Module from 'node:module';

export interface LoadedByNode {
  readonly format?: string | null;
  readonly source?: unknown;
  readonly url?: string;
  readonly shortCircuit?: boolean;
}

/** Where a module is. */
export interface FoundByNode {
  readonly url: string;
  readonly format?: string | null;
  readonly shortCircuit?: boolean;
}

type Next<Answer> = (specifier: string, context: object) => Answer;

/** What Node.js has and its types do not declare; `registerHooks` only since 22.15. */
export interface ModuleInternals {
  readonly _extensions: Record<string, (module: CompilingModule, file: string) => void>;
  _resolveFilename(specifier: string, parent: RequiringModule | undefined, ...rest: readonly unknown[]): string;
  registerHooks?(hooks: {
    resolve(
      specifier: string,
      context: { readonly parentURL?: string; readonly conditions: readonly string[] },
      next: Next<FoundByNode>,
    ): object;
    load(
      url: string,
      context: { readonly conditions: readonly string[]; readonly importAttributes?: { readonly type?: string } },
      next: Next<LoadedByNode>,
    ): object;
  }): void;
  register(url: URL, options: { readonly data: unknown; readonly transferList: readonly unknown[] }): void;
}

interface RequiringModule {
  readonly filename?: string | null;
}

interface CompilingModule {
  _compile(code: string, file: string): void;
}

/** Node's loader. */
export const moduleInternals = Module as unknown as ModuleInternals;
