import { foldIdentifier } from '../identifiers';
import { SnowflakeError } from '../snowflake-error';
import type { StageLocation } from './statement';

const NAME = /(?:"(?:[^"]|"")*"|[^./"]+)/.source;
const LOCATION = new RegExp(`^@(%?)(~|${NAME}(?:\\.${NAME}){0,2})(?:/(.*))?$`);

/** `@db.schema.stage/path`, `@~/path` or `@%table/path`. Throws when it is none of them or climbs out of the stage. */
export function parseStageLocation(text: string): StageLocation {
  const parts = LOCATION.exec(text);
  if (parts === null) throw invalidLocation(text);
  const [, percent, name = '', rawPath = ''] = parts;
  const segments = rawPath.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.includes('..') || /[\0\\]/.test(rawPath)) throw invalidLocation(text);
  const path = segments.join('/');
  if (name === '~') return { of: 'user', name: [], path };
  const names = [...name.matchAll(new RegExp(NAME, 'g'))].map(([part]) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : foldIdentifier(part, false),
  );
  return { of: percent === '%' ? 'table' : 'stage', name: names, path };
}

function invalidLocation(text: string): SnowflakeError {
  return new SnowflakeError('001083', '42601', `SQL compilation error:\ninvalid stage location '${text}'.`);
}
