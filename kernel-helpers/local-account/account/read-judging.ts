import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf, UserError } from 'kernel-helpers/errors';
import { z } from 'zod';
import type { Judging } from '../aws/judging';

/** What the command line says about policies and records, as paths of files. */
export interface JudgingPaths {
  readonly notebookPolicy?: string;
  readonly jobPolicy?: string;
  readonly recordCalls?: string;
}

const statementSchema = z.looseObject({ Effect: z.enum(['Allow', 'Deny']) });
const policySchema = z.looseObject({ Statement: z.union([statementSchema, z.array(statementSchema)]) });

/** Undefined if the command line names none of them. */
export function readJudging({ notebookPolicy, jobPolicy, recordCalls }: JudgingPaths): Judging | undefined {
  if (notebookPolicy === undefined && jobPolicy === undefined && recordCalls === undefined) return undefined;
  return {
    policies: { notebook: readPolicy(notebookPolicy), job: readPolicy(jobPolicy) },
    // The account runs in a folder of its own.
    ...(recordCalls !== undefined && { recordTo: resolve(recordCalls) }),
  };
}

function readPolicy(path: string | undefined): unknown {
  if (path === undefined) return undefined;
  try {
    return policySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new UserError(`${path} is not an IAM policy in JSON: ${messageOf(error)}`, { cause: error });
  }
}
