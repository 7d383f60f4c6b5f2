#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { loadProgram } from '../../set-up/load-program.mjs';

const { main } = loadProgram(fileURLToPath(new URL('../dist/cli.js', import.meta.url)));
await main(process.argv);
