/** AWS's SDK for Python writes every value as JSON: `"\"train.js\""`. */
export function unquote(value: unknown): unknown {
  if (typeof value !== 'string' || !/^".*"$/s.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}

/**
 * The text by which SageMaker carries another one to `unquote`: the same, or JSON if it has quotes around it, or several
 * lines. SageMaker takes one line as the value of a hyperparameter (API reference, CreateTrainingJob: pattern `.*`).
 */
export function quoteIfNeeded(text: string): string {
  if (unquote(text) === text && !/[\n\r\u0085\u2028\u2029]/.test(text)) return text;
  // JSON itself keeps three of the five characters that end a line.
  return JSON.stringify(text).replace(
    /[\u0085\u2028\u2029]/g,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
