import {
  type DoctorCheck,
  type ErrorReason,
  METHODS,
  type RecordedExchange,
  type Recording,
} from 'kernel-helpers/sidebar-contract/index';
import { shippedRecording } from './shipped-recording';

type Failure = Pick<NonNullable<RecordedExchange['error']>, 'message' | 'advice'> & { readonly reason: ErrorReason };

/** What fails, by the method and a part of its parameters. */
const FAILURES: readonly (readonly [method: string, params: string, failure: Failure])[] = [
  [
    'snowflakeAccount',
    '',
    { reason: 'expired', message: 'The sign-in to Snowflake has expired.', advice: 'Sign in again, then try again.' },
  ],
  [
    'tables',
    'ML',
    {
      reason: 'not-authorised',
      message: 'The role PUBLIC may not see the schema ML.PUBLIC.',
      advice: 'Use another role.',
    },
  ],
  [
    'jobs',
    'training',
    { reason: 'throttled', message: 'SageMaker answers too many requests.', advice: 'Wait a minute, then try again.' },
  ],
  [
    'preview',
    'CALIFORNIA_HOUSING',
    {
      reason: 'suspended',
      message: 'The warehouse HOUSING_WH is suspended and may not be resumed by this role.',
      advice: 'Ask its owner to resume it, or choose another warehouse under Connection.',
    },
  ],
];

const FAILED_CHECK: DoctorCheck = {
  name: 'Login',
  ok: false,
  found: 'The sign-in to Snowflake has expired.',
  fix: 'Sign in again.',
};

/** The recorded class with a failure in every section, in a preview and in the doctor's checks. */
export function failingRecording(): Recording {
  const shipped = shippedRecording();
  return { ...shipped, title: 'Failures', exchanges: shipped.exchanges.map(withFailure) };
}

function withFailure(exchange: RecordedExchange): RecordedExchange {
  const { method, params, askedAt, answeredAt } = exchange;
  const [, , failure] = FAILURES.find(([name, part]) => method === name && JSON.stringify(params).includes(part)) ?? [];
  if (failure !== undefined) {
    return {
      method,
      params,
      askedAt,
      answeredAt,
      error: { kind: 'platform', name: 'PlatformError', facts: {}, ...failure },
    };
  }
  if (method !== 'doctor') return exchange;
  const { checks, redactedText } = METHODS.doctor.result.parse(exchange.result);
  return {
    ...exchange,
    result: { checks: checks.map((check) => (check.name === FAILED_CHECK.name ? FAILED_CHECK : check)), redactedText },
  };
}
