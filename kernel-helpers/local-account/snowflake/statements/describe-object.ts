import type { CatalogObject } from '../catalog/catalog-object';
import { printName, printPath } from '../identifiers';
import { type ResultSet, resultOf } from '../results/result-set';
import { textColumn, timeColumn } from '../results/row-type';
import { requireSchema, requireStage, resolveSchemaName, seen } from '../session/resolve-names';
import { missingObject } from '../snowflake-error';
import type { Statement } from '../sql/statement';
import type { StatementContext } from './context';

const LISTED = [timeColumn('created_on'), textColumn('name'), textColumn('kind')];
const PROPERTIES = ['parent_property', 'property', 'property_type', 'property_value', 'property_default'];

/** DESCRIBE WAREHOUSE, DATABASE (its schemas), SCHEMA (its tables, views and stages) or STAGE (its file format). */
export function describeObject(
  context: StatementContext,
  { object, name: path }: Extract<Statement, { kind: 'describe object' }>,
): ResultSet {
  const { session } = context;
  const { catalog } = context.account;
  const { objects } = catalog;
  const name = path.at(-1) ?? '';
  const visible = <T extends CatalogObject>(found: readonly T[]) => found.filter((one) => seen(session, catalog, one));
  switch (object) {
    case 'warehouse': {
      const warehouse = seen(session, catalog, objects.find('warehouse', { name }));
      if (warehouse === undefined) throw missingObject('Warehouse', printName(name));
      return list([warehouse]);
    }
    case 'database':
      if (seen(session, catalog, objects.find('database', { name })) === undefined)
        throw missingObject('Database', printPath(name));
      return list(visible(objects.all('schema').filter((schema) => schema.database === name)));
    case 'schema': {
      const place = resolveSchemaName(context.session, path, 'DESCRIBE SCHEMA');
      requireSchema(context.session, context.account.catalog, place);
      const inside = [...objects.all('table'), ...objects.all('view'), ...objects.all('stage')];
      return list(
        visible(inside.filter((found) => found.database === place.database && found.schema === place.schema)),
      );
    }
    case 'stage': {
      const stage = requireStage(context.session, context.account.catalog, path, 'DESCRIBE STAGE');
      const options = { TYPE: stage.fileFormat?.type ?? 'CSV', ...stage.fileFormat?.options };
      const rows = Object.entries(options).map(([option, value]) => ['STAGE_FILE_FORMAT', option, 'String', value, '']);
      return resultOf(PROPERTIES.map(textColumn), rows);
    }
  }
}

function list(objects: readonly CatalogObject[]): ResultSet {
  return resultOf(
    LISTED,
    objects.map((object) => [object.createdOn, object.name, object.kind.toUpperCase()]),
  );
}
