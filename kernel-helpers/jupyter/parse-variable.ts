import { InvalidArgumentError } from 'commander';

type Variables = Readonly<Record<string, string>>;

/** Adds `NAME=value` to the environment variables that were given before it. */
export function addVariable(text: string, before: Variables): Variables {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('Give a name and a value, for example SF_ACCOUNT=myorg-account1.');
  }
  return { ...before, [name]: value };
}
