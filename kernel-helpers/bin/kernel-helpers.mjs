#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { loadProgram } from '../set-up/load-program.mjs';

const { runCli } = loadProgram(fileURLToPath(new URL('../jupyter/dist/cli.js', import.meta.url)));
process.exitCode = await runCli(process.argv.slice(2));
