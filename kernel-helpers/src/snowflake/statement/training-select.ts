import { identifier } from './identifiers';

/** The one query of a training job: the rows of a table or view. The notebook asks EXPLAIN of the same text before a start. */
export function trainingSelect(table: string): string {
  return `select * from ${identifier(table)}`;
}
