#!/usr/bin/env node
import { join } from 'node:path';
import { loadProgram } from '../../kernel-helpers/set-up/load-program.mjs';

const { runSidebarCli } = /** @type {typeof import('../../kernel-helpers/jupyter/sidebar-cli.js')} */ (
  loadProgram(join(import.meta.dirname, '../../kernel-helpers/jupyter/dist/sidebar-cli.js'))
);
process.exitCode = await runSidebarCli(process.argv.slice(2));
