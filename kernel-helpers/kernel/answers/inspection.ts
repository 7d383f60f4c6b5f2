import type { CellRunner } from '../cells/cell-runner';
import type { NameHelp } from '../language/cell-help';
import type { OptionHelp } from '../language/option-help';

type Reply = Readonly<Record<string, unknown>>;

/** The content of `inspect_reply`: what TypeScript knows about the name at the cursor or just before it. */
export function inspectCode(runner: CellRunner, code: string, cursor: number): Reply {
  const info = runner.inspect(code, cursor) ?? (cursor > 0 ? runner.inspect(code, cursor - 1) : undefined);
  const data = info ? { 'text/plain': textOf(info), 'text/markdown': markdownOf(info) } : {};
  return { status: 'ok', found: info !== undefined, data, metadata: {} };
}

/** The signature as code, the documentation below it, then what its tags say, then each option. */
function markdownOf({ displayParts = [], documentation = [], tags = [], options }: NameHelp): string {
  const signature = `\`\`\`typescript\n${join(displayParts)}\n\`\`\``;
  const tagLines = tags.map(({ name, text }) => `*@${name}* ${join(text ?? [])}`);
  const optionLists = options.map(({ parameter, options: all }) => `**${parameter}**\n\n${listOf(all).join('\n')}`);
  return [signature, join(documentation), ...tagLines, ...optionLists].filter((part) => part !== '').join('\n\n');
}

/** The same without marks, for consoles. */
function textOf({ displayParts = [], documentation = [], tags = [], options }: NameHelp): string {
  const tagLines = tags.flatMap(({ name, text = [] }) => {
    if (text.length === 0) return [];
    return name === 'param' || name === 'default' ? [`@${name} ${join(text)}`] : [join(text)];
  });
  const below = [join(documentation), ...tagLines].filter((part) => part !== '').join('\n');
  const optionLists = options.map(({ parameter, options: all }) => [`${parameter}:`, ...linesOf(all)].join('\n'));
  return [join(displayParts), below, ...optionLists].filter((part) => part !== '').join('\n\n');
}

function listOf(options: readonly OptionHelp[]): readonly string[] {
  return options.flatMap(({ code, text, nested }) => [
    `- \`${code}\`${text === '' ? '' : `: ${text}`}`,
    ...listOf(nested).map((line) => `  ${line}`),
  ]);
}

function linesOf(options: readonly OptionHelp[]): readonly string[] {
  return options.flatMap(({ code, text, nested }) => [
    `  ${code}${text === '' ? '' : `  ${text}`}`,
    ...linesOf(nested).map((line) => `  ${line}`),
  ]);
}

function join(parts: readonly { readonly text: string }[]): string {
  return parts.map(({ text }) => text).join('');
}
