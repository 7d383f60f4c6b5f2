import type { CDPSession } from 'playwright-core';
import { z } from 'zod';

const SAMPLE_MICROSECONDS = 100;

/** What of a CPU profile is read here (chromedevtools.github.io/devtools-protocol, Profiler.Profile). */
const profileSchema = z.object({
  nodes: z.array(
    z.object({ id: z.number(), callFrame: z.object({ url: z.string() }), children: z.array(z.number()).optional() }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

export async function startProfile(session: CDPSession): Promise<void> {
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  await session.send('Profiler.start');
}

/** Milliseconds in which a function of the files with this text in their address ran, or something that it had called. */
export async function stopProfile(session: CDPSession, address: string): Promise<number> {
  const { profile } = await session.send('Profiler.stop');
  const { nodes, samples, timeDeltas } = profileSchema.parse(profile);
  const counted = new Set<number>();
  const children = new Map(nodes.map((node) => [node.id, node.children ?? []]));
  const count = (id: number): void => {
    if (counted.has(id)) return;
    counted.add(id);
    for (const child of children.get(id) ?? []) count(child);
  };
  for (const { id, callFrame } of nodes) if (callFrame.url.includes(address)) count(id);
  if (counted.size === 0)
    throw new Error(`The profile has no function of ${address}: it did not see the page's start.`);
  // A delta lies before its sample.
  const microseconds = samples.reduce(
    (sum, id, index) => (counted.has(id) ? sum + (timeDeltas[index + 1] ?? 0) : sum),
    0,
  );
  return microseconds / 1_000;
}
