import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type * as SmolToml from 'smol-toml';
import { UserError } from '../errors';
import { nearestName } from '../nearest-name';
import { readPrivateFile } from './private-file';

/** One section of the user's file of connections, as texts. */
export interface FoundConnection {
  readonly name: string;
  readonly file: string;
  /** Holds secrets: never print it. */
  readonly fields: Readonly<Record<string, string>>;
  /** Names of what is no single value, such as a table of session parameters. */
  readonly nested: readonly string[];
  /** What a user wants to know about the file's own safety. */
  readonly remarks: readonly string[];
}

type Sections = Readonly<Record<string, unknown>>;

interface ConnectionsFile {
  readonly path: string;
  readonly sections: Sections;
  readonly defaultName: string;
  readonly remarks: readonly string[];
}

/**
 * Reads a connection from the file that Snowflake's drivers and its command line share: `connections.toml`, or else the
 * part `connections` of `config.toml`, in `$SNOWFLAKE_HOME` or `~/.snowflake` (docs.snowflake.com, "Managing Snowflake
 * connections"; snowflake-sdk 3.3.0, `connection_configuration.js`).
 * @param name its section; true for `SNOWFLAKE_DEFAULT_CONNECTION_NAME`, else the file's own default, else `default`.
 */
export function readConnection(name: string | true): FoundConnection {
  const { path, sections, defaultName, remarks } = readFile();
  const wanted = name === true ? defaultName : name;
  const section = Object.hasOwn(sections, wanted) ? sections[wanted] : undefined;
  if (!isTable(section)) throw noSuchConnection(wanted, path, namesOf(sections));
  const entries = Object.entries(section);
  return {
    name: wanted,
    file: path,
    fields: Object.fromEntries(
      entries.filter(([, value]) => !isNested(value)).map(([key, value]) => [key, String(value)]),
    ),
    nested: entries.filter(([, value]) => isNested(value)).map(([key]) => key),
    remarks,
  };
}

/** The file and its connections, for advice: undefined where there is none that can be read. */
export function knownConnections(): { readonly file: string; readonly names: readonly string[] } | undefined {
  try {
    const { path, sections } = readFile();
    const names = namesOf(sections);
    return names.length === 0 ? undefined : { file: path, names };
  } catch {
    // This is only advice beside another failure.
    return undefined;
  }
}

function readFile(): ConnectionsFile {
  const folder = process.env.SNOWFLAKE_HOME || join(homedir(), '.snowflake');
  const ofConnections = join(folder, 'connections.toml');
  const ofConfig = join(folder, 'config.toml');
  const config = existsSync(ofConfig) ? parseToml(ofConfig) : undefined;
  const connections = existsSync(ofConnections) ? parseToml(ofConnections) : undefined;
  const sections = connections?.sections ?? config?.sections.connections;
  if (!isTable(sections)) {
    throw new UserError(`There is no Snowflake connection on this machine: ${ofConnections} does not exist.`, {
      reason: 'bad-settings',
      advice: `Write it: a line [default], and below it account = "myorg-account1", user = "…" and private_key_file = "…". Then run: chmod 600 ${ofConnections}`,
    });
  }
  const { default_connection_name: ofFile } = config?.sections ?? {};
  return {
    path: connections === undefined ? ofConfig : ofConnections,
    sections,
    defaultName:
      process.env.SNOWFLAKE_DEFAULT_CONNECTION_NAME ||
      (typeof ofFile === 'string' && ofFile !== '' ? ofFile : 'default'),
    remarks: (connections ?? config)?.remarks ?? [],
  };
}

function parseToml(path: string): { readonly sections: Sections; readonly remarks: readonly string[] } {
  const { parse, TomlError } = require('smol-toml') as typeof SmolToml;
  const { text, remarks } = readPrivateFile(path);
  try {
    return { sections: parse(text), remarks };
  } catch (error) {
    // The parser's own message quotes the lines around the place, and they may hold a password.
    const place = error instanceof TomlError ? ` at line ${error.line}, column ${error.column}` : '';
    throw new UserError(`${path} is not TOML${place}. Texts stand in quotes there: account = "myorg-account1".`, {
      reason: 'bad-settings',
    });
  }
}

function noSuchConnection(name: string, path: string, names: readonly string[]): UserError {
  const nearest = nearestName(name, names);
  const known = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`;
  return new UserError(`${path} has no connection ${name}.`, {
    reason: 'bad-settings',
    advice: nearest === undefined ? `${known} Choose one: connect({ connection: '…' })` : `Did you mean ${nearest}?`,
  });
}

function namesOf(sections: Sections): readonly string[] {
  return Object.entries(sections)
    .filter(([, section]) => isTable(section))
    .map(([name]) => name);
}

function isTable(value: unknown): value is Sections {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function isNested(value: unknown): boolean {
  return Array.isArray(value) || isTable(value);
}
