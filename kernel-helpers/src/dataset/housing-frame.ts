import { createDataFrame } from '../table/danfo';
import type { DataFrame } from '../table/data-frame';
import { SYNTHETIC_ORIGIN } from '../table/origin';
import type { HousingFile } from './housing-sources';
import { parseHousing } from './parse-housing';
import { syntheticHousing } from './synthetic-housing';

/** The data set as a danfo DataFrame, or made-up rows of the same form; the frame says which. */
export function housingFrame(found: HousingFile | undefined): DataFrame {
  const columns = found === undefined ? syntheticHousing() : parseHousing(found.text, found.place);
  return createDataFrame(
    columns.map(({ name, values }) => ({ name, type: 'float32', values })),
    found === undefined ? `${SYNTHETIC_ORIGIN}: California Housing could not be found or downloaded` : found.origin,
  );
}
