import type { Principal } from 'kernel-helpers/sagemaker/permissions/needed-permissions';
import { neededActions } from 'kernel-helpers/sagemaker/permissions/policy';
import type { PolicyPlaces } from 'kernel-helpers/sagemaker/permissions/resources';
import type { AskedAction } from './simulated-role';

/** One call for each action that a role needs on each resource: patterns of the table become names that fit them. */
export function neededCalls(principal: Principal, places: PolicyPlaces): readonly AskedAction[] {
  return neededActions(principal, places).map(({ action, resource, condition }) => ({
    action,
    resource: resource === '*' ? '*' : nameIn(resource),
    ...(condition !== undefined && { context: condition.StringEquals }),
  }));
}

/** CloudWatch Logs decides on streams, also where a call names only their group (text of its AccessDeniedException). */
function nameIn(pattern: string): string {
  const name = pattern.replace(/[*?]/g, 'a');
  return name.includes(':log-group:') ? `${name}:log-stream:a` : name;
}
