import type { Permission } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { RESOURCES } from 'kernel-helpers/sagemaker/permissions/resources';

/** One table of the page: a row for each permission, with the function in its first row. */
export function permissionTable(
  title: string,
  permissionsOf: Readonly<Record<string, readonly Permission[]>>,
  nameOf: (name: string) => string,
): string {
  const rows = Object.entries(permissionsOf).flatMap(([name, permissions]) =>
    permissions.map((permission, index) => tableRow(index === 0 ? nameOf(name) : '', permission)),
  );
  return [`| ${title} | needs | on | because it |`, '|---|---|---|---|', ...rows].join('\n');
}

/** Puts generated text between the two comments of that name in a page. */
export function withGenerated(page: string, name: string, text: string): string {
  return withTextBetween(page, [`<!-- ${name}: generated, do not edit -->`, `<!-- ${name}: end -->`], text);
}

/** The same in YAML: the text is indented as the comments are. */
export function withGeneratedYaml(document: string, name: string, text: string): string {
  const [begin, end] = [`# ${name}: generated, do not edit`, `# ${name}: end`];
  const indent = new RegExp(`^( *)${begin}$`, 'm').exec(document)?.[1] ?? '';
  const indented = text.replace(/^(?=.)/gm, indent);
  return withTextBetween(document, [begin, end], `${indented}\n${indent}`, '');
}

function withTextBetween(page: string, [begin, end]: readonly [string, string], text: string, after = '\n'): string {
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)];
  if (start === -1 || stop < start) throw new Error(`There is no place for it: it needs "${begin}" and "${end}".`);
  return `${page.slice(0, start + begin.length)}\n${text}${after}${page.slice(stop)}`;
}

function tableRow(name: string, { actions, on, why, onlyWhen }: Permission): string {
  const needs = actions.map((action) => `\`${action}\``).join(', ');
  const resources = on.map((one) => RESOURCES[one].title).join(', ');
  return `| ${name} | ${needs} | ${resources} | ${why}${onlyWhen === undefined ? '' : `; only ${onlyWhen}`} |`;
}
