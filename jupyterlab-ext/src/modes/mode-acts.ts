import { Notification, showErrorMessage } from '@jupyterlab/apputils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { readSettings } from '../settings/sidebar-settings';
import type { Modes } from './mode';
import { chooseRecording, saveRecording, shippedRecording } from './recording-files';

interface Request {
  readonly modes: Modes;
  readonly settings: ISettingRegistry.ISettings | undefined;
  readonly trans: TranslationBundle;
}

type Acts = Readonly<Record<string, () => Promise<void>>>;

/** What the commands of `mode-commands.ts` do. */
export function modeActs({ modes, settings, trans }: Request): Acts {
  const choose = async (name: 'answersFrom' | 'presenterMode', value: string | boolean) => {
    if (settings === undefined) return;
    await settings.set(name, value);
  };
  return {
    'tables-and-jobs:switch-class': async () => {
      const isAccount = modes.mode.state.recordingTitle === undefined;
      if (isAccount) modes.showRecording(await shippedRecording());
      else modes.showAccount();
      await choose('answersFrom', isAccount ? 'class' : 'account');
    },
    'tables-and-jobs:open-recording': () =>
      told(trans.__('The recording was not opened'), async () => {
        const recording = await chooseRecording();
        if (recording !== undefined) modes.showRecording(recording);
      }),
    'tables-and-jobs:record': async () => modes.record(),
    'tables-and-jobs:save-recording': async () => {
      const recording = modes.endRecording(trans.__('Recording of an account'));
      if (recording === undefined) Notification.info(trans.__('The sidebar records nothing now.'));
      else saveRecording(recording);
    },
    'tables-and-jobs:toggle-presenter': async () => {
      const isPresenter = !modes.mode.state.isPresenter;
      modes.present(isPresenter);
      await choose('presenterMode', isPresenter);
    },
  };
}

/** Makes the mode what the settings say, now and after each change of them. Returns the end of that. */
export async function followSettings(
  modes: Modes,
  settings: ISettingRegistry.ISettings | undefined,
): Promise<() => void> {
  if (settings === undefined) return () => {};
  let answersFrom = 'account';
  const follow = async () => {
    const wanted = readSettings(settings);
    modes.present(wanted.presenterMode);
    // Only a change counts: a recording that was opened by hand stays open when another setting changes.
    if (wanted.answersFrom === answersFrom) return;
    answersFrom = wanted.answersFrom;
    if (answersFrom === 'account') modes.showAccount();
    else if (modes.mode.state.recordingTitle === undefined) modes.showRecording(await shippedRecording());
  };
  const hear = () => void follow();
  await follow();
  settings.changed.connect(hear);
  return () => void settings.changed.disconnect(hear);
}

/** A dialog, since whoever chose a file waits for what comes of it. */
async function told(title: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    await showErrorMessage(title, error instanceof Error ? error.message : String(error));
  }
}
