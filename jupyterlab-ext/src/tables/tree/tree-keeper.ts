import type { IStateDB } from '@jupyterlab/statedb';
import { fromSaved, savedTreeId, type TreeOwner, toSaved } from './saved-tree';
import type { TreeStore } from './tree-store';

/** Many changes in a row are saved once. */
const SAVE_AFTER_MS = 500;

/** Keeps the tree of each account, user and role over a reload of the page. */
export class TreeKeeper {
  /** Where the tree in view is saved; undefined until it is known whose it is. */
  private id: string | undefined;
  /** False while it is being read what was saved, so that this is not overwritten. */
  private isRead = false;
  private saving: ReturnType<typeof setTimeout> | undefined;
  private readonly forget: () => void;

  constructor(
    private readonly database: Pick<IStateDB, 'fetch' | 'save'> | undefined,
    private readonly tree: TreeStore,
  ) {
    this.forget = tree.subscribe(() => this.saveSoon());
  }

  /** Tells whose tree is in view. What was saved for them is shown, and read again; of others nothing stays. */
  async meet(owner: TreeOwner): Promise<void> {
    const id = savedTreeId(owner);
    if (id === this.id) return;
    const isFirst = this.id === undefined;
    this.save();
    this.id = id;
    this.isRead = false;
    if (!isFirst) {
      this.tree.forget();
      void this.tree.refresh([]);
    }
    const saved = fromSaved(await this.database?.fetch(id));
    if (this.id !== id) return;
    this.isRead = true;
    await this.tree.restore(saved);
  }

  close(): void {
    this.forget();
    this.save();
    this.isRead = false;
  }

  private saveSoon(): void {
    if (!this.isRead) return;
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  /** Saves what waits to be saved. */
  private save(): void {
    if (this.saving === undefined || this.id === undefined || !this.isRead) return;
    clearTimeout(this.saving);
    this.saving = undefined;
    void this.database?.save(this.id, toSaved(this.tree.state));
  }
}
