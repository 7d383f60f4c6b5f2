/**
 * The name of a column, as its table spells it or in lower case. Give this type to a parameter, or an option, of a
 * function of your own: in a cell the kernel then completes its text with the columns of the table that the same call
 * gets, or whose method is called.
 */
export type ColumnName<Name extends string = string> = Name | Lowercase<Name>;
