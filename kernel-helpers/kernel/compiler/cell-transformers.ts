import type ts from 'typescript';
import { checkInterruptAfterAwaits } from './interrupt-checks';
import { expandShorthandProperties } from './shorthand-properties';

/** Makes a program emit cells with what tslab does not do: before its own transformers, which expect to be the last. */
export function transformCells<Program extends ts.BuilderProgram>(program: Program): Program {
  const emit = program.emit.bind(program);
  program.emit = (sourceFile, writeFile, cancellation, onlyDeclarations, transformers = {}) => {
    const checker = program.getProgram().getTypeChecker();
    const after = [expandShorthandProperties(checker), checkInterruptAfterAwaits, ...(transformers.after ?? [])];
    return emit(sourceFile, writeFile, cancellation, onlyDeclarations, { ...transformers, after });
  };
  return program;
}
