import type { Command } from 'commander';

/** Adds the options that choose one of Jupyter's data folders: `PlaceOptions`. */
export function addPlaceOptions(command: Command, what: string): Command {
  return command
    .option('--prefix <folder>', `${what} <folder>/share/jupyter, for example the folder of a virtual environment`)
    .option('--user', `${what} the folder of the current user (the default)`)
    .option('--sys-prefix', `${what} the environment of the Python on the PATH`)
    .option('--python <command>', 'the Python to use for --sys-prefix');
}
