import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../support/clone';
import { type ProcessRequest, type ProcessResult, runProcess } from '../../support/run-process';

/** The URL from which to import a part of set-up. */
export function partOfSetUp(file: string): string {
  return pathToFileURL(join(ROOT, 'kernel-helpers', 'set-up', file)).href;
}

/** Runs a piece of ES module code in a process of its own: jest itself loads CommonJS only. */
export function runModule(code: string, request: ProcessRequest = {}): Promise<ProcessResult> {
  return runProcess(process.execPath, ['--input-type=module', '--eval', code], request);
}
