/** A column of a table in Snowflake that rows are sent to. */
export interface ColumnTarget {
  readonly name: string;
  /** As DESCRIBE TABLE prints it, for example `NUMBER(10,2)`. */
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
}
