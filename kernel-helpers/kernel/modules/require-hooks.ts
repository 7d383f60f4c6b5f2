import Module from 'node:module';
import { moduleInternals } from './module-internals';
import { orElse } from './or-else';

export interface RequireHooks {
  /** The JavaScript of a user's file. */
  readonly load: (file: string) => string;
  /** Where else the code is that Node.js does not find. May throw a better error than Node's own. */
  readonly findElsewhere: (specifier: string, from: string, error: unknown) => string | undefined;
}

/** Makes `require` load the user's TypeScript, and look once more for what Node.js does not find. */
export function useForRequire({ load, findElsewhere }: RequireHooks): void {
  for (const ending of ['.ts', '.tsx', '.mts', '.cts', '.jsx']) {
    moduleInternals._extensions[ending] = (module, file) => module._compile(load(file), file);
  }
  const resolveFilename = moduleInternals._resolveFilename;
  moduleInternals._resolveFilename = (specifier, parent, ...rest) =>
    orElse(
      () => resolveFilename.call(Module, specifier, parent, ...rest),
      (error) => (parent?.filename ? findElsewhere(specifier, parent.filename, error) : undefined),
    );
}
