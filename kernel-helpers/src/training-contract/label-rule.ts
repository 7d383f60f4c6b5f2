import type { Hyperparameters } from './xgboost-parameters';

/** What an objective asks of every value of the target. All bounds except `above` and `below` are inclusive. */
export interface LabelRule {
  /** The values in words, to follow "needs". */
  readonly words: string;
  readonly from?: number;
  readonly above?: number;
  readonly to?: number;
  readonly below?: number;
  readonly isWhole?: boolean;
}

/**
 * What the objective asks of the target; undefined if it takes any number. These are the checks that XGBoost 3.2.0
 * makes in the first round (`src/objective/regression_loss.h`, `regression_obj.cu`, `multiclass_obj.cu`). The rule of
 * `binary:hinge` is from its documentation ("predictions of 0 or 1"): XGBoost itself takes other labels in silence.
 */
export function labelRule({ objective, num_class }: Hyperparameters): LabelRule | undefined {
  switch (objective) {
    case 'reg:logistic':
      return { words: 'numbers from 0 to 1', from: 0, to: 1 };
    case 'binary:logistic':
    case 'binary:logitraw':
    case 'binary:hinge':
      return { words: '0 and 1, or numbers between them', from: 0, to: 1 };
    case 'reg:squaredlogerror':
      return { words: 'numbers above -1', above: -1 };
    case 'reg:gamma':
      return { words: 'numbers above 0', above: 0 };
    case 'count:poisson':
    case 'reg:tweedie':
      return { words: 'numbers of at least 0', from: 0 };
    case 'multi:softmax':
    case 'multi:softprob':
      return { words: `whole numbers from 0 to ${(num_class ?? 2) - 1}`, from: 0, below: num_class, isWhole: true };
    default:
      return undefined;
  }
}

export function keepsRule(value: number, { from, above, to, below, isWhole }: LabelRule): boolean {
  return (
    (from === undefined || value >= from) &&
    (above === undefined || value > above) &&
    (to === undefined || value <= to) &&
    (below === undefined || value < below) &&
    (isWhole !== true || Number.isInteger(value))
  );
}

/** The same rule as a condition of SQL on an expression. */
export function ruleAsSql(expression: string, { from, above, to, below, isWhole }: LabelRule): string {
  return [
    ...(from === undefined ? [] : [`${expression} >= ${from}`]),
    ...(above === undefined ? [] : [`${expression} > ${above}`]),
    ...(to === undefined ? [] : [`${expression} <= ${to}`]),
    ...(below === undefined ? [] : [`${expression} < ${below}`]),
    ...(isWhole === true ? [`${expression} = floor(${expression})`] : []),
  ].join(' and ');
}
