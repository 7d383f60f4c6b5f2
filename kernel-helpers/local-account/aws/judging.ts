import { PlatformError } from 'kernel-helpers/errors';
import { z } from 'zod';
import type { Caller } from './callers';

/** What the callers of an account may do, and whether their calls are recorded. Without it everything is allowed. */
export interface Judging {
  /** IAM policies of the notebook and of the role of jobs; a caller without one may do everything. */
  readonly policies?: { readonly notebook?: unknown; readonly job?: unknown };
  /** A file that gets one line of JSON for each call of AWS, see `recordedCallSchema`. */
  readonly recordTo?: string;
}

export const judgingSchema = z.object({
  policies: z.object({ notebook: z.unknown().optional(), job: z.unknown().optional() }).optional(),
  recordTo: z.string().optional(),
});

/** An action of IAM on one resource, with values of condition keys. */
export interface NeededAction {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** A call that the local SageMaker got, which also answers for Service Quotas, or the registry behind ECR. */
export interface NamedCall {
  readonly caller: Caller;
  readonly service: 'sagemaker' | 'servicequotas' | 'ecr';
  readonly operation: string;
}

export interface JudgedCall extends NamedCall {
  readonly needs: readonly NeededAction[];
}

export const recordedCallSchema = z.object({
  caller: z.enum(['notebook', 'job']),
  service: z.string(),
  operation: z.string(),
  needs: z.array(z.object({ action: z.string(), resource: z.string(), context: z.record(z.string(), z.string()) })),
  /** The action that the caller's policy does not allow. */
  denied: z.string().optional(),
});

const TIMEOUT_MILLISECONDS = 15_000;
const answerSchema = z.object({ refusal: z.string().nullable() });

/** Asks moto's process, which knows the policies and keeps the record. Returns AWS's message if the call is refused. */
export async function judgeCall(awsEndpoint: string, call: JudgedCall): Promise<string | undefined> {
  const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
  const body = JSON.stringify(call);
  const answer = await fetch(`${awsEndpoint}/local-account/judging`, { method: 'POST', body, signal });
  if (!answer.ok) throw new PlatformError(`moto did not judge a call of ${call.service} (HTTP ${answer.status}).`);
  return answerSchema.parse(await answer.json()).refusal ?? undefined;
}
