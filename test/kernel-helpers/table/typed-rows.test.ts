import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { ROOT } from '../../support/clone';

const CONFIGURATION = join(ROOT, 'test', 'tsconfig.json');

function problemsOf(isStrict: boolean): readonly string[] {
  const { config } = ts.readConfigFile(CONFIGURATION, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, 'test'), { strict: isStrict });
  const program = ts.createProgram([join(__dirname, 'typed-rows.ts')], options);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

describe('the types of rows', () => {
  test.each([
    ['a strict project', true],
    ['cells, which are not strict', false],
  ])('hold in %s', (_where, isStrict) => {
    expect(problemsOf(isStrict)).toEqual([]);
  });
});
