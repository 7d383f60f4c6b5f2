import { UserError } from './errors';
import { nearestName } from './nearest-name';

/** The names of a function's options; the type makes sure that none is forgotten. */
export type OptionNames<Options> = { readonly [Name in keyof Required<Options>]: true };

/** Throws a UserError that names every option which the function does not have: such an option would have no effect. */
export function checkOptionNames<Options extends object>(
  caller: string,
  options: Options,
  known: OptionNames<Options>,
): void {
  const problems = unknownOptions(options, known);
  if (problems.length > 0) throw new UserError(`${caller} cannot use its options: ${problems.join(' ')}`);
}

/** A sentence for each option that the function does not have; the type check of a cell misses those in a variable. */
export function unknownOptions<Options extends object>(options: Options, known: OptionNames<Options>): string[] {
  if (typeof options !== 'object' || options === null) {
    return [`they must be one object, such as { ${Object.keys(known)[0]}: … }.`];
  }
  const names = Object.keys(known);
  const unknown = Object.keys(options).filter((name) => !names.includes(name));
  return unknown.map((name) => {
    const nearest = nearestName(name, names);
    const advice = nearest === undefined ? `The options are ${names.join(', ')}.` : `Did you mean ${nearest}?`;
    return `there is no option ${name}. ${advice}`;
  });
}
