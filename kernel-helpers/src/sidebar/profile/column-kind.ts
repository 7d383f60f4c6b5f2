/** What can be asked about a column. Only numbers have a mean; documents and places have no order and no equality. */
export type ProfileKind = 'float' | 'integer' | 'decimal' | 'ordered' | 'boolean' | 'other';

/** From a type as DESCRIBE writes it: `NUMBER(38,0)`. */
export function profileKind(type: string): ProfileKind {
  const [, name = '', scale] = /^(\w+)(?:\(\d+(?:,\s*(\d+))?\))?/.exec(type) ?? [];
  switch (name) {
    case 'FLOAT':
    case 'DOUBLE':
    case 'REAL':
    case 'DECFLOAT':
      return 'float';
    case 'NUMBER':
    case 'DECIMAL':
      return Number(scale ?? 0) === 0 ? 'integer' : 'decimal';
    case 'VARCHAR':
    case 'TEXT':
    case 'DATE':
    case 'TIME':
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
    case 'TIMESTAMP_TZ':
      return 'ordered';
    case 'BOOLEAN':
      return 'boolean';
    default:
      return 'other';
  }
}

export function isNumber(kind: ProfileKind): boolean {
  return kind === 'float' || kind === 'integer' || kind === 'decimal';
}
