import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors';
import { howInstalled } from '../how-installed';
import { areInstalled, OWN_FOLDER } from '../own-packages';

const TEMPLATE = 'cloudformation/template.yaml';

/** The text of the CloudFormation template that belongs to these packages: that of the clone, or of the release. */
export async function readTemplateFile(parent = OWN_FOLDER): Promise<string> {
  const path = areInstalled(parent) ? join(parent, 'kernel-helpers', TEMPLATE) : join(parent, TEMPLATE);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(`The template ${path} cannot be read. To repair it, ${howInstalled(parent).repair}.`, {
      cause,
    });
  }
}
