import type { Recording } from 'kernel-helpers/sidebar-contract/index';
import type { Backend } from '../backend/backend';
import { MaskedBackend } from '../presenter/masked-backend';
import { RecordedBackend } from '../recorded/recorded-backend';
import { RecordingBackend } from '../recorded/recorder';
import { Store } from '../store/store';

/** How the sidebar is used at the moment. */
export interface Mode {
  /** Undefined with an account. */
  readonly recordingTitle?: string;
  readonly isRecording: boolean;
  readonly isPresenter: boolean;
}

/** Chooses the backend that the sidebar asks, and wraps it as the mode wants. The way to the account stays as it is. */
export class Modes {
  readonly mode = new Store<Mode>({ isRecording: false, isPresenter: false });
  private recorder: RecordingBackend | undefined;
  private replay: RecordedBackend | undefined;

  constructor(private readonly account: Backend) {}

  /** The backend for the mode as it is now. */
  backend(): Backend {
    const asked = this.replay ?? this.recorder ?? this.account;
    return this.mode.state.isPresenter ? new MaskedBackend(asked) : asked;
  }

  showAccount(): void {
    if (this.replay === undefined) return;
    this.replay = undefined;
    this.mode.update(({ recordingTitle, ...mode }) => mode);
  }

  showRecording(recording: Recording): void {
    this.replay = new RecordedBackend(recording);
    this.mode.update((mode) => ({ ...mode, recordingTitle: recording.title }));
  }

  present(isPresenter: boolean): void {
    if (this.mode.state.isPresenter !== isPresenter) this.mode.update((mode) => ({ ...mode, isPresenter }));
  }

  /** Begins a recording of the account; what is shown of it is asked again, so that it is in the recording. */
  record(): void {
    this.replay = undefined;
    this.recorder = new RecordingBackend(this.account);
    this.mode.update(({ recordingTitle, ...mode }) => ({ ...mode, isRecording: true }));
  }

  /** Ends the recording; undefined if none was begun. */
  endRecording(title: string): Recording | undefined {
    const recording = this.recorder?.recording(title);
    this.recorder = undefined;
    if (recording !== undefined) this.mode.update((mode) => ({ ...mode, isRecording: false }));
    return recording;
  }
}
