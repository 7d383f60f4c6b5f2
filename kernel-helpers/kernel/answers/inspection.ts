import type { Executor } from 'tslab/dist/executor';
import type { Tslab } from '../compiler/tslab';

type Reply = Readonly<Record<string, unknown>>;

type QuickInfo = NonNullable<ReturnType<Executor['inspect']>>;

/** The signature as code, the documentation below it, then what its tags say. */
function markdownOf({ displayParts = [], documentation = [], tags = [] }: QuickInfo): string {
  const textOf = (parts: readonly { readonly text: string }[]) => parts.map(({ text }) => text).join('');
  const signature = `\`\`\`typescript\n${textOf(displayParts)}\n\`\`\``;
  const tagLines = tags.map(({ name, text }) => `*@${name}* ${textOf(text ?? [])}`);
  return [signature, textOf(documentation), ...tagLines].filter((part) => part !== '').join('\n\n');
}

/** The content of `inspect_reply`: what TypeScript knows about the name at the cursor or just before it. */
export function inspectCode(executor: Executor, tslab: Tslab, code: string, cursor: number): Reply {
  const info = executor.inspect(code, cursor) ?? (cursor > 0 ? executor.inspect(code, cursor - 1) : undefined);
  const data = info ? { 'text/plain': tslab.printQuickInfo(info), 'text/markdown': markdownOf(info) } : {};
  return { status: 'ok', found: info !== undefined, data, metadata: {} };
}
