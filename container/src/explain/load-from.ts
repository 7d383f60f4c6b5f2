import { isPlatformError, messageOf, UserError } from 'kernel-helpers/errors';
import { type LoadedModel, openModel } from './loaded-model';
import { readModelFile } from './read-model-file';

/** Reads the model file of this place and opens it. */
export async function loadFrom(place: string, signal?: AbortSignal): Promise<LoadedModel> {
  const bytes = await readModelFile(place, signal);
  try {
    return openModel(bytes);
  } catch (cause) {
    if (isPlatformError(cause)) throw cause;
    throw new UserError(
      `The model ${place} cannot be loaded: ${messageOf(cause)} It must be a model file that XGBoost 3.2 or older has saved as UBJSON or JSON.`,
      { cause },
    );
  }
}
