/** VARIANT, OBJECT and ARRAY: https://docs.snowflake.com/en/sql-reference/functions-semistructured */
export const DOCUMENT_MACROS: readonly string[] = [
  // NULL where there is no such key or position: https://docs.snowflake.com/en/sql-reference/functions/get
  'sf_get_path(v, path) AS json_extract(to_json(v), path)',
  "sf_get(v, key) AS json_extract(to_json(v), '/' || replace(replace(key::VARCHAR, '~', '~0'), '/', '~1'))",
  // NULL for what is no array: https://docs.snowflake.com/en/sql-reference/functions/array_size
  "sf_array_size(a) AS CASE WHEN json_type(to_json(a)) = 'ARRAY' THEN json_array_length(to_json(a)) END",
  // An empty text is NULL: https://docs.snowflake.com/en/sql-reference/functions/parse_json
  "sf_parse_json(x) AS CASE WHEN trim(x::VARCHAR) = '' THEN NULL ELSE json(x::VARCHAR) END",
  // A value inside a document. A macro repeats its argument wherever it names it, so documents inside documents would
  // grow twentyfold with each level: the lambda names it once.
  `sf_json(x) AS list_transform([x], lambda v :
    CASE WHEN typeof(v) = 'TIMESTAMP' THEN to_json(sf_text(v)) ELSE to_json(v) END)[1]`,
  // Keys without a value are left out: https://docs.snowflake.com/en/sql-reference/functions/object_construct
  `sf_object(keys, vals) AS map_from_entries(list_sort(list_filter(
    list_transform(list_zip(keys, vals), lambda e : {'k': e[1]::VARCHAR, 'v': e[2]::JSON}),
    lambda e : e.k IS NOT NULL AND e.v IS NOT NULL)))`,
];
