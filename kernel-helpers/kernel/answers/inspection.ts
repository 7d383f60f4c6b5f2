import type { QuickInfo } from 'typescript';
import type { CellRunner } from '../cells/cell-runner';

type Reply = Readonly<Record<string, unknown>>;

/** The content of `inspect_reply`: what TypeScript knows about the name at the cursor or just before it. */
export function inspectCode(runner: CellRunner, code: string, cursor: number): Reply {
  const info = runner.inspect(code, cursor) ?? (cursor > 0 ? runner.inspect(code, cursor - 1) : undefined);
  const data = info ? { 'text/plain': textOf(info), 'text/markdown': markdownOf(info) } : {};
  return { status: 'ok', found: info !== undefined, data, metadata: {} };
}

/** The signature as code, the documentation below it, then what its tags say. */
function markdownOf({ displayParts = [], documentation = [], tags = [] }: QuickInfo): string {
  const signature = `\`\`\`typescript\n${join(displayParts)}\n\`\`\``;
  const tagLines = tags.map(({ name, text }) => `*@${name}* ${join(text ?? [])}`);
  return [signature, join(documentation), ...tagLines].filter((part) => part !== '').join('\n\n');
}

/** The same without marks, for consoles. */
function textOf({ displayParts = [], documentation = [], tags = [] }: QuickInfo): string {
  const tagLines = tags.flatMap(({ name, text = [] }) => {
    if (text.length === 0) return [];
    return name === 'param' ? [`@param ${join(text)}`] : [join(text)];
  });
  const below = [join(documentation), ...tagLines].filter((part) => part !== '').join('\n');
  return [join(displayParts), below].filter((part) => part !== '').join('\n\n');
}

function join(parts: readonly { readonly text: string }[]): string {
  return parts.map(({ text }) => text).join('');
}
