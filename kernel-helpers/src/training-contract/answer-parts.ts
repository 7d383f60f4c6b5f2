/**
 * What an endpoint can tell about a row. `score` is what the model's objective predicts, as AWS's own image answers.
 * `contributions` are SHAP values: what each feature adds to the raw score, and the bias last.
 */
export const ANSWER_PARTS = ['score', 'class', 'probabilities', 'contributions'] as const;

export type AnswerPart = (typeof ANSWER_PARTS)[number];

/**
 * The parameter by which a request names the parts of its answer, in their order: `answer=class+probabilities`, in the
 * content type (`text/csv; answer=class`) or among the custom attributes.
 */
export const ANSWER_PARAMETER = 'answer';

/** The parameter's value for these parts, and back again with `split`. */
export const PART_SEPARATOR = '+';
