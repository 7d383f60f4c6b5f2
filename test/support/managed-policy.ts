import { z } from 'zod';
import { findPythonTools } from '../../kernel-helpers/local-account/account/python';
import { runPython } from './run-python';

const policySchema = z.looseObject({ Statement: z.array(z.looseObject({})) });

/** A policy that AWS itself manages, as moto carries it. */
export async function managedPolicy(name: string): Promise<z.infer<typeof policySchema>> {
  const program = [
    'import json',
    'from moto.iam.aws_managed_policies import aws_managed_policies_data',
    `print(json.dumps(json.loads(aws_managed_policies_data)[${JSON.stringify(name)}]["Document"]))`,
  ].join('\n');
  return policySchema.parse(await runPython(program, { python: findPythonTools().python }));
}
