import { UserError } from 'kernel-helpers/errors';
import { holdsProxyPassword } from 'kernel-helpers/network/proxy';
import { readSettings } from 'kernel-helpers/settings';

/** Other users of a machine may read a kernel's description. `SECRET_ID` is only a name. */
const HOLDS_SECRET = /SECRET_(?!ID$)|TOKEN|PASSWORD|PASSPHRASE|PRIVATE_KEY|ACCESS_KEY_ID|CREDENTIALS/i;

/**
 * Checks the environment variables that a kernel's description gives to every notebook.
 * Throws a UserError for a variable that holds a secret, and for settings that cannot be used.
 */
export function checkVariables(variables: Readonly<Record<string, string>>): void {
  const secret = Object.entries(variables)
    .filter(([name, value]) => HOLDS_SECRET.test(name) || holdsProxyPassword(name, value))
    .map(([name]) => name);
  if (secret.length > 0) {
    throw new UserError(
      `Do not give ${secret.join(', ')} to --env: others may read the kernel's description. Sign in to AWS on this machine, keep Snowflake's credentials in AWS Secrets Manager, and write the password of a proxy only into the environment that JupyterLab starts in.`,
    );
  }
  readSettings(variables);
}
