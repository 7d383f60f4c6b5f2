import { errorToJson } from '../error-codec';
import { ErrorJson } from '../error-json';

/**
 * The custom attribute of a request that asks our serving container for errors as JSON. Without it the container answers
 * errors as text. SageMaker passes the header `X-Amzn-SageMaker-Custom-Attributes` on as it is (API reference,
 * InvokeEndpoint); `name=value` with commas between them is the form of AWS's TensorFlow containers, and images that do
 * not know an attribute pay no attention to it.
 */
export const ERRORS_AS_JSON = 'errors=json';

export const CUSTOM_ATTRIBUTES_HEADER = 'x-amzn-sagemaker-custom-attributes';

/** Whether a request with these custom attributes asks for errors as JSON. */
export function asksForErrorsAsJson(customAttributes: string): boolean {
  return customAttributes.split(',').some((attribute) => attribute.trim() === ERRORS_AS_JSON);
}

/** An error as the body of an answer: without stacks and causes, which are the container's own business. */
export function writeAnsweredError(error: unknown): string {
  return JSON.stringify(errorToJson(error, { isForPage: true }));
}

/** The error that a container answered; undefined where it said something else, as other images do. */
export function readAnsweredError(body: string): ErrorJson | undefined {
  try {
    return ErrorJson.safeParse(JSON.parse(body)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
