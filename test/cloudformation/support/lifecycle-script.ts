import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/clone';

/** The scripts of the notebook instance. */
export const BOOTSTRAP = join(ROOT, 'cloudformation/bootstrap');

/**
 * The script of every start, after its head: `on-start.sh` with the other scripts in it. It is literal text: the shell's
 * `${…}` must not pass through `Fn::Sub`.
 */
export function lifecycleScript(): string {
  const include = (_: string, name: string): string => readFileSync(join(BOOTSTRAP, name), 'utf8');
  const script = readFileSync(join(BOOTSTRAP, 'on-start.sh'), 'utf8').replace(/^# include (.+)\n/gm, include);
  return withoutComments(script);
}

/** The head of the script: settings as the template writes them, which neither the shell nor the scripts evaluate. */
export function lifecycleHead(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  return `#!/bin/bash\nsettings() {\n  cat <<'END_OF_SETTINGS'\n${lines.join('')}END_OF_SETTINGS\n}\n`;
}

/** Makes room for settings: a script of a notebook instance has at most 16,384 characters of base64. */
function withoutComments(script: string): string {
  return script.replace(/^ *#.*\n/gm, '').replace(/^\n/gm, '');
}
