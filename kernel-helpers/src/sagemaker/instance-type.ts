import { nearestName } from '../nearest-name';

/** Says what is wrong with the name of a machine, and names the most similar right one. */
export function checkInstanceType(type: unknown, known: readonly string[]): string[] {
  if (typeof type === 'string' && known.includes(type)) return [];
  const shown = typeof type === 'string' ? JSON.stringify(type) : String(type);
  const nearest = typeof type === 'string' ? nearestName(type, known) : undefined;
  const advice = nearest === undefined ? 'Types look like ml.m5.large.' : `Did you mean ${nearest}?`;
  return [`Instance type ${shown} is unknown to SageMaker. ${advice}`];
}
