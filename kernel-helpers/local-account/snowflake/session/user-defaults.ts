import type { Catalog } from '../catalog/catalog';

/** The properties of a user such as DEFAULT_ROLE, by upper-case name, with names folded. */
export function userDefaults({ objects }: Catalog, user: string): Readonly<Record<string, string | undefined>> {
  const properties = objects.find('user', { name: user })?.properties ?? {};
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value.toUpperCase()]));
}
