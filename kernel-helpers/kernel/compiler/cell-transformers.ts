import type ts from 'typescript';
import { emittedDeclarations } from './emitted-declarations';
import { giveFirstValues } from './first-values';
import { checkInterruptAfterAwaits } from './interrupt-checks';
import { tellOwnPlace } from './own-place';
import { expandShorthandProperties } from './shorthand-properties';

/** Makes a program emit cells with what tslab does not do: before its own transformers, which expect to be the last. */
export function transformCells<Program extends ts.BuilderProgram>(program: Program): Program {
  const emit = program.emit.bind(program);
  program.emit = (sourceFile, writeFile, cancellation, onlyDeclarations, transformers = {}) => {
    const checker = program.getProgram().getTypeChecker();
    const own = [expandShorthandProperties(checker), tellOwnPlace(checker), checkInterruptAfterAwaits, giveFirstValues];
    const after = [...own, ...(transformers.after ?? [])];
    const write: ts.WriteFileCallback = (fileName, text, ...rest) => {
      emittedDeclarations.add(fileName, text);
      writeFile?.(fileName, text, ...rest);
    };
    return emit(sourceFile, write, cancellation, onlyDeclarations, { ...transformers, after });
  };
  return program;
}
