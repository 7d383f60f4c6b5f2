/** A copy of a JSON value in which each text, and the key that it belongs to, were looked at. */
export function mapTexts<Value>(value: Value, change: (text: string, key: string) => string, key = ''): Value {
  if (typeof value === 'string') return change(value, key) as Value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, key)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, change, name)])) as Value;
}
