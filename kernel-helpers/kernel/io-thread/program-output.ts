import { closeSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const CHUNK_BYTES = 65_536;

/** Reads piece by piece what a program writes to a file, while the program still writes. */
export class ProgramOutput {
  private readonly decoder = new StringDecoder('utf8');
  private position = 0;

  /** The file is closed by `close`. */
  constructor(private readonly file: number) {}

  /** The text that has come since the last read. */
  read(): string {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let text = '';
    for (;;) {
      const length = readSync(this.file, chunk, 0, CHUNK_BYTES, this.position);
      if (length === 0) return text;
      this.position += length;
      text += this.decoder.write(chunk.subarray(0, length));
    }
  }

  /** The rest of the text; closes the file. */
  close(): string {
    const rest = this.read() + this.decoder.end();
    closeSync(this.file);
    return rest;
  }
}
