import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { ParsedFiles } from '../../../kernel-helpers/kernel/compiler/parsed-files';

const directory = mkdtempSync(join(tmpdir(), 'parsed-files-'));
afterAll(() => rmSync(directory, { recursive: true }));

const parse = (name: string, text: string) => () => ts.createSourceFile(name, text, ts.ScriptTarget.Latest);

describe('a declaration file that lies in the snapshot', () => {
  const name = join(directory, 'rooms.d.ts');
  const text = 'export declare const rooms: number;';
  writeFileSync(name, text);
  const files = new ParsedFiles();
  const recorded = files.reuse(name, text, parse(name, text));
  files.stopRecording();

  test('is neither read nor parsed again', () => {
    expect(files.readUnchanged(name)).toBe(text);
    expect(files.reuse(name, text, parse(name, text))).toBe(recorded);
  });

  test('is read and parsed again when it has changed', () => {
    const changed = 'export declare const rooms: string;';
    writeFileSync(name, `${changed}\n`);

    expect(files.readUnchanged(name)).toBeUndefined();
    expect(files.reuse(name, changed, parse(name, changed)).text).toBe(changed);
  });
});

describe('a file that a kernel parses itself', () => {
  test('is not kept, and neither is a declaration without a file', () => {
    const files = new ParsedFiles();
    const name = join(directory, 'earlier-cells.d.ts');
    files.reuse(name, '', parse(name, ''));
    files.stopRecording();

    expect(files.readUnchanged(name)).toBeUndefined();
    expect(files.reuse(name, '', parse(name, ''))).not.toBe(files.reuse(name, '', parse(name, '')));
  });
});
