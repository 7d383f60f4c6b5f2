import type { SourceFile } from 'typescript';
import { type FileVersion, isUnchanged, versionOf } from './file-version';

/** Under this symbol the compiler inside a snapshot looks for files that it has read and parsed before. */
export const PARSED_FILES = 'tslab-kernel.parsed-files';

interface ParsedFile {
  readonly file: SourceFile;
  readonly version: FileVersion;
}

/**
 * Declaration files that were read, parsed and bound when the snapshot was built; without it, this is most of the work
 * of a kernel's start. A file is used again only while its size and time of change on disk are the same.
 */
export class ParsedFiles {
  private readonly byName = new Map<string, ParsedFile>();
  private isRecording = true;

  /** From now on nothing is added: files that a kernel parses itself are not kept here. */
  stopRecording(): void {
    this.isRecording = false;
  }

  /** The text of an unchanged file. It is always the same string, so that comparing and hashing it costs nothing. */
  readUnchanged(fileName: string): string | undefined {
    const known = this.byName.get(fileName);
    return known && isUnchanged(fileName, known.version) ? known.file.text : undefined;
  }

  /** Called by TypeScript in place of every parse. */
  reuse(fileName: string, text: string, parse: () => SourceFile): SourceFile {
    const known = this.byName.get(fileName);
    if (known?.file.text === text) return known.file;
    const file = parse();
    if (this.isRecording && fileName.endsWith('.d.ts')) this.record(fileName, file);
    return file;
  }

  private record(fileName: string, file: SourceFile): void {
    const version = versionOf(fileName);
    // The declarations of earlier cells have a file name, but there is no such file.
    if (version) this.byName.set(fileName, { file, version });
  }
}

/** The collection of the snapshot that this process was started from; undefined after a plain start. */
export function parsedFilesOfSnapshot(): ParsedFiles | undefined {
  return (globalThis as { [key: symbol]: ParsedFiles | undefined })[Symbol.for(PARSED_FILES)];
}
