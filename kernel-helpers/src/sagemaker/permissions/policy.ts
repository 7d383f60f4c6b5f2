import { PERMISSIONS, type Permission, type Principal } from './needed-permissions';
import { type PolicyPlaces, RESOURCES } from './resources';

/** A policy of IAM, ready for `aws iam put-role-policy` (IAM user guide, "Grammar of the IAM JSON policy language"). */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Permission['condition'];
}

/** One action on one resource: what a simulation of a role asks for. */
export interface NeededAction {
  readonly action: string;
  /** ARN or pattern of ARNs; `*` where AWS knows no resource for the action. */
  readonly resource: string;
  /** The functions that need it. */
  readonly neededBy: readonly string[];
  readonly onlyWhen?: string;
  readonly condition?: Permission['condition'];
}

/** The smallest policy with which all functions work; what only a part of the users needs is in it as well. */
export function neededPolicy(principal: Principal, places: PolicyPlaces): PolicyDocument {
  const statements = new Map<string, { readonly one: NeededAction; readonly actions: Set<string> }>();
  for (const one of neededActions(principal, places)) {
    const key = JSON.stringify([one.resource, one.condition]);
    const statement = statements.get(key) ?? { one, actions: new Set() };
    statements.set(key, { one, actions: statement.actions.add(one.action) });
  }
  const Statement = [...statements.values()].map(({ one: { resource, condition }, actions }) => ({
    Effect: 'Allow' as const,
    Action: [...actions].sort(),
    Resource: resource,
    ...(condition !== undefined && { Condition: condition }),
  }));
  return { Version: '2012-10-17', Statement };
}

/** All needed actions of a role, each once for each resource. */
export function neededActions(principal: Principal, places: PolicyPlaces): readonly NeededAction[] {
  const found = new Map<string, NeededAction>();
  for (const [neededBy, permissions] of Object.entries(PERMISSIONS[principal])) {
    for (const one of permissions.flatMap((permission) => actionsOf(permission, places))) {
      const key = `${one.action} ${one.resource}`;
      const before = found.get(key);
      const { onlyWhen: _, ...always } = one;
      const onlyWhen = before === undefined ? one.onlyWhen : either(before.onlyWhen, one.onlyWhen);
      found.set(key, {
        ...always,
        ...(onlyWhen !== undefined && { onlyWhen }),
        neededBy: [...(before?.neededBy ?? []), neededBy],
      });
    }
  }
  return [...found.values()];
}

/** What one function always needs is needed, although another needs it only sometimes. */
function either(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  return [...new Set([...one.split(' or '), other])].join(' or ');
}

function actionsOf(
  { actions, on, onlyWhen, condition }: Permission,
  { partition = 'aws', ...places }: PolicyPlaces,
): readonly Omit<NeededAction, 'neededBy'>[] {
  const details = { ...(onlyWhen !== undefined && { onlyWhen }), ...(condition !== undefined && { condition }) };
  return on
    .map((name) => RESOURCES[name].arn({ partition, ...places }))
    .filter((resource) => resource !== undefined)
    .flatMap((resource) => actions.map((action) => ({ action, resource, ...details })));
}
