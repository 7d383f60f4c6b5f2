interface KnownFile {
  readonly version: string | undefined;
  /** The local files that it imports. */
  readonly imports: readonly string[];
  /** It names a file that is not there. */
  readonly lacksSome: boolean;
}

export interface LocalImports {
  readonly files: readonly string[];
  readonly lacksSome: boolean;
}

export interface FileEditionsOptions {
  readonly versionOf: (file: string) => string | undefined;
  readonly importsOf: (file: string) => LocalImports;
  /** Called with the files that the next import has to load anew. */
  readonly onChange: (files: ReadonlySet<string>) => void;
}

/**
 * Counts the editions of local files. A file has a new edition when it was edited, and when a file behind its imports
 * has one: Node.js keeps each module for ever, so what changes needs another address.
 */
export class FileEditions {
  private readonly files = new Map<string, KnownFile>();
  private readonly editions = new Map<string, number>();
  private readonly outdated = new Set<string>();

  constructor(private readonly options: FileEditionsOptions) {}

  /** The edition that was found last; the present one for a file that nobody has asked for. From 1. */
  known(file: string): number {
    return this.editions.get(file) ?? this.current(file);
  }

  has(file: string): boolean {
    return this.editions.has(file) || this.files.has(file);
  }

  /** Looks at the file and all files behind it. From 1. */
  current(file: string): number {
    const changed = this.findChanges(file);
    if (changed.size > 0) {
      const affected = this.withImporters(changed);
      for (const one of affected) this.editions.set(one, (this.editions.get(one) ?? 1) + 1);
      this.options.onChange(affected);
    }
    const edition = this.editions.get(file) ?? 1;
    this.editions.set(file, edition);
    return edition;
  }

  /** These files are loaded anew by the next import although nobody has edited them. */
  outdate(files: Iterable<string>): void {
    for (const file of files) this.outdated.add(file);
  }

  private findChanges(start: string): Set<string> {
    const changed = new Set<string>();
    const seen = new Set([start]);
    for (const file of seen) {
      const before = this.files.get(file);
      const now = this.look(file, before);
      this.files.set(file, now);
      const hasOtherImports = before !== undefined && String(before.imports) !== String(now.imports);
      const isEdited = before !== undefined && before.version !== now.version;
      if (isEdited || hasOtherImports || this.outdated.delete(file)) changed.add(file);
      for (const next of now.imports) seen.add(next);
    }
    return changed;
  }

  private look(file: string, before: KnownFile | undefined): KnownFile {
    const { versionOf, importsOf } = this.options;
    const version = versionOf(file);
    if (version === undefined) return { version, imports: [], lacksSome: false };
    const isSame = before?.version === version && !before.lacksSome;
    if (isSame && before.imports.every((other) => versionOf(other) !== undefined)) return before;
    const { files, lacksSome } = importsOf(file);
    return { version, imports: files, lacksSome };
  }

  private withImporters(changed: ReadonlySet<string>): ReadonlySet<string> {
    const importers = new Map<string, string[]>();
    for (const [file, { imports }] of this.files) {
      for (const other of imports) importers.set(other, [...(importers.get(other) ?? []), file]);
    }
    const affected = new Set(changed);
    for (const file of affected) for (const importer of importers.get(file) ?? []) affected.add(importer);
    return affected;
  }
}
