import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Recording } from 'kernel-helpers/sidebar-contract/index';
import { ROOT } from '../../support/clone';

/** The recorded class that comes with the extension. */
export function shippedRecording(): Recording {
  return Recording.parse(
    JSON.parse(readFileSync(join(ROOT, 'jupyterlab-ext/src/recorded/california-housing.json'), 'utf8')),
  );
}
