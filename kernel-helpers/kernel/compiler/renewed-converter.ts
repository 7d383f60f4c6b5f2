import type { CompletionInfo, Converter, ConvertResult, Diagnostic, SideOutput } from 'tslab/dist/converter';
import { forgetUnfinishedBinding } from './cell-program';

type AddModule = Parameters<Converter['addModule']>;

/**
 * tslab's converter, replaced by a new one after each crash inside TypeScript: after a failed rebuild, tslab's own
 * would wait for ever. The caller still gets the error of the crash.
 */
export class RenewedConverter implements Converter {
  private converter: Converter | undefined;
  private readonly modules = new Map<string, AddModule>();
  private readonly localFiles = new Map<string, string>();
  private readonly folder = process.cwd();

  /** `create` is called again after a crash, in the same working folder, because modules are searched from there. */
  constructor(private readonly create: () => Converter) {
    this.converter = create();
  }

  convert(declarations: string, source: string): ConvertResult {
    const result = this.use((converter) => converter.convert(declarations, source));
    if (!result.sideOutputs) return result;
    return { ...result, sideOutputs: result.sideOutputs.filter((output) => this.hasChanged(output)) };
  }

  inspect(...parameters: Parameters<Converter['inspect']>): ReturnType<Converter['inspect']> {
    return this.use((converter) => converter.inspect(...parameters));
  }

  complete(...parameters: Parameters<Converter['complete']>): CompletionInfo {
    return this.use((converter) => converter.complete(...parameters));
  }

  addModule(...parameters: AddModule): Diagnostic[] {
    const diagnostics = this.use((converter) => converter.addModule(...parameters));
    this.modules.set(parameters[0], parameters);
    return diagnostics;
  }

  close(): void {
    this.converter?.close();
    this.converter = undefined;
  }

  private use<T>(work: (converter: Converter) => T): T {
    this.converter ??= this.renew();
    try {
      return work(this.converter);
    } catch (error) {
      this.close();
      forgetUnfinishedBinding();
      throw error;
    }
  }

  private renew(): Converter {
    const converter = this.createInFolder();
    for (const parameters of this.modules.values()) converter.addModule(...parameters);
    return converter;
  }

  private createInFolder(): Converter {
    const now = process.cwd();
    process.chdir(this.folder);
    try {
      return this.create();
    } finally {
      process.chdir(now);
    }
  }

  /** A new converter returns all local files again. Those that have not changed must not run a second time. */
  private hasChanged({ path, data }: SideOutput): boolean {
    const isChanged = this.localFiles.get(path) !== data;
    this.localFiles.set(path, data);
    return isChanged;
  }
}
