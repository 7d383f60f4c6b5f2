import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOB_PERMISSIONS, NOTEBOOK_PERMISSIONS } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { lifecycleScript } from '../cloudformation/support/lifecycle-script';
import { ROOT } from './clone';
import { permissionTable, withGenerated, withGeneratedYaml } from './permission-tables';
import { scannerWasm } from './scanner-wasm';
import { templateStatements } from './template-statements';

export const TEMPLATE = 'cloudformation/template.yaml';

/** What each file that is generated, or has generated parts, should say, by its path in the clone. */
export const GENERATED_FILES: Readonly<Record<string, () => string>> = {
  'REAL-ACCOUNTS.md': () =>
    filled('REAL-ACCOUNTS.md', withGenerated, {
      'permissions of the notebook': permissionTable('function', NOTEBOOK_PERMISSIONS, codeOf),
      'permissions of jobs': permissionTable('what runs', JOB_PERMISSIONS, (name) => name),
    }),
  [TEMPLATE]: () =>
    filled(TEMPLATE, withGeneratedYaml, {
      'permissions of job': templateStatements('job'),
      'permissions of notebook': templateStatements('notebook'),
      'start script': literalYaml(lifecycleScript()),
    }),
  'kernel-helpers/src/snowflake/result/scanner/scanner-wasm.ts': scannerWasm,
};

function filled(
  name: string,
  fill: (document: string, part: string, text: string) => string,
  parts: Readonly<Record<string, string>>,
): string {
  const document = readFileSync(join(ROOT, name), 'utf8');
  return Object.entries(parts).reduce((text, [part, content]) => fill(text, part, content), document);
}

/** Functions are written as code; parts of the sidebar have names in words. */
function codeOf(functions: string): string {
  if (!functions.includes('(')) return functions;
  return functions
    .split(', ')
    .map((one) => `\`${one}\``)
    .join(', ');
}

/** A list item that YAML takes as it stands. */
function literalYaml(text: string): string {
  return `- |\n${text.trimEnd().replace(/^(?=.)/gm, '  ')}`;
}
