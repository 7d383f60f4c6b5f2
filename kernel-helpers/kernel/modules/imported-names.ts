import ts from 'typescript';

/** What JavaScript imports and requires by a name that it writes out. */
export function importedNames(javaScript: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(javaScript, true, true);
  return [...new Set(importedFiles.map(({ fileName }) => fileName))];
}
