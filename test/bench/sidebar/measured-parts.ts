import { type Figure, printFigures } from './figure';

/** The parts of a benchmark. Each prints its figures as soon as it has them; one that fails costs none of the others'. */
export class MeasuredParts {
  private readonly failed: string[] = [];

  /** Measures a part and prints it; of one that fails, prints why. Never rejects. */
  async measure(part: string, work: () => Promise<readonly Figure[]>): Promise<void> {
    await this.run(part, async () => printFigures(await work()));
  }

  /** Does what several parts share. If it fails, the parts that it has not reached are lost, and it prints why. Never rejects. */
  async run(part: string, work: () => Promise<void>): Promise<void> {
    console.log(`measuring ${part}`);
    try {
      await work();
    } catch (error) {
      console.error(`No figures of ${part}:`, error);
      this.failed.push(part);
    }
  }

  /** Throws if a part has failed, and names all that did. */
  end(): void {
    if (this.failed.length > 0) throw new Error(`These parts could not be measured: ${this.failed.join('; ')}.`);
  }
}
