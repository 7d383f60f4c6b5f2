import { messageOf } from 'kernel-helpers/errors';
import { EngineNote } from '../engine/engine-note';
import type { AccountFolder } from './locations';

export function engineNote(folder: AccountFolder): EngineNote {
  return new EngineNote(folder.containers, folder.directory);
}

/** Removes containers, networks and images that a killed account left in its engine, and says so. */
export async function removeEngineLeftovers(folder: AccountFolder, say: (line: string) => void): Promise<void> {
  try {
    const count = await engineNote(folder).removeAll();
    const what = count === 1 ? '1 container' : `${count} containers`;
    if (count > 0) say(`Removed ${what}, which a killed account had left.`);
  } catch (error) {
    // An account that needs no engine has to start and end although the engine no longer works.
    say(`Containers of a killed account may be left: ${messageOf(error)}`);
  }
}
