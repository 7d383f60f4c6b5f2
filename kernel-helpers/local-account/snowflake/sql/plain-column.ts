/** What a column has that was declared with nothing but its name and type. */
export const PLAIN_COLUMN = {
  nullable: true,
  defaultSql: null,
  defaultText: null,
  primaryKey: false,
  unique: false,
  comment: null,
} as const;
