import type ts from 'typescript';
import { isCellFile } from './cell-file';
import { emittedDeclarations } from './emitted-declarations';
import { giveFirstValues } from './first-values';
import { checkInterruptAfterAwaits } from './interrupt-checks';
import { tellOwnPlace } from './own-place';
import { expandShorthandProperties } from './shorthand-properties';

/**
 * Adds this kernel's own changes to emitted cells, before tslab's transformers, which expect to be the last. tslab's
 * are for the cell only: they would make the last expression of a local file a result, and crash TypeScript.
 */
export function transformCells<Program extends ts.BuilderProgram>(program: Program): Program {
  const emit = program.emit.bind(program);
  program.emit = (sourceFile, writeFile, cancellation, onlyDeclarations, transformers = {}) => {
    const checker = program.getProgram().getTypeChecker();
    const own = [expandShorthandProperties(checker), tellOwnPlace(checker), checkInterruptAfterAwaits, giveFirstValues];
    const ofTslab = sourceFile && isCellFile(sourceFile.fileName) ? transformers : {};
    const after = [...own, ...(ofTslab.after ?? [])];
    const write: ts.WriteFileCallback = (fileName, text, ...rest) => {
      emittedDeclarations.add(fileName, text);
      writeFile?.(fileName, text, ...rest);
    };
    return emit(sourceFile, write, cancellation, onlyDeclarations, { ...ofTslab, after });
  };
  return program;
}
