import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './clone';

const SCANNER = join(ROOT, 'kernel-helpers/src/snowflake/result/scanner');
/** The compiler's program; its package exports only its API. */
const COMPILER = join(dirname(createRequire(__filename).resolve('assemblyscript/package.json')), 'bin/asc.js');

/**
 * The file with the scanner's WebAssembly, compiled now. The memory is JavaScript's (`--importMemory`), and the scanner
 * keeps to the places that it gets, so that it needs no allocator (`--runtime stub`) and no checks (`--noAssert`).
 */
export function scannerWasm(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scanner-wasm-'));
  try {
    const wasm = join(folder, 'scanner.wasm');
    const options = '-O3 --noAssert --runtime stub --enable simd --enable bulk-memory --importMemory';
    const memory = '--initialMemory 1 --maximumMemory 65536';
    const args = [
      COMPILER,
      join(SCANNER, 'assembly/index.ts'),
      '-o',
      wasm,
      ...options.split(' '),
      ...memory.split(' '),
    ];
    execFileSync(process.execPath, args, { cwd: folder, stdio: 'pipe' });
    return `// generated, do not edit: \`npm run generate\` compiles it from \`assembly/\`.
export const SCANNER_WASM =
  '${readFileSync(wasm).toString('base64')}';
`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
