/**
 * Node.js before 24 never again tries a module whose imports could not be found, also when they have been installed
 * since. This remembers such modules, and gives them another address when they are imported again.
 */
export class BrokenModules {
  private readonly importers = new Map<string, Set<string>>();
  private readonly broken = new Set<string>();
  private readonly addresses = new Map<string, string>();
  private count = 0;

  /** @returns the address under which Node.js loads the module. */
  addressOf(url: string, importer: string | undefined): string {
    if (this.broken.delete(url)) {
      this.count += 1;
      const [plain, version] = url.split('?v=');
      this.addresses.set(url, `${plain}?v=${version ?? 0}.${this.count}`);
    }
    const address = this.addresses.get(url) ?? url;
    if (importer !== undefined) this.importersOf(address).add(importer);
    return address;
  }

  /** Call when something that a module imports was not found: neither it can be loaded nor what imports it. */
  add(importer: string): void {
    const url = this.withoutRetry(importer);
    if (this.broken.has(url)) return;
    this.broken.add(url);
    for (const next of this.importersOf(importer)) this.add(next);
  }

  private importersOf(address: string): Set<string> {
    const known = this.importers.get(address) ?? new Set();
    this.importers.set(address, known);
    return known;
  }

  private withoutRetry(address: string): string {
    for (const [url, current] of this.addresses) if (current === address) return url;
    return address;
  }
}
