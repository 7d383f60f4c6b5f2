import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { z } from 'zod';

/** What people can set (schema/plugin.json). What is missing or has another type counts as not set. */
const SidebarSettings = z.object({
  hiddenSessionFolder: z.string().catch(''),
  endHiddenSessionAfterMinutes: z.number().positive().catch(30),
  notifyWhenJobEnds: z.boolean().catch(true),
  answersFrom: z.enum(['account', 'class']).catch('account'),
  presenterMode: z.boolean().catch(false),
});
export type SidebarSettings = z.infer<typeof SidebarSettings>;

/** The settings as they are now, so that a change is seen by the next reading. */
export function readSettings(settings: ISettingRegistry.ISettings | undefined): SidebarSettings {
  return SidebarSettings.parse(settings?.composite ?? {});
}
