#!/usr/bin/env node
import { runCli } from '../jupyter/dist/cli.js';

process.exitCode = await runCli(process.argv.slice(2));
