import { CHECK_INTERRUPT } from '../language/await-checks';
import { inWordsOfUser } from '../language/slots';

/** What the printed code has around each `await`, and at the beginning of each turn of a `for await`. */
const CHECKS = new RegExp(
  `\\(globalThis\\.${CHECK_INTERRUPT} \\|\\| \\(value => value\\)\\)(?=\\()|globalThis\\.${CHECK_INTERRUPT}\\?\\.\\(\\);\\s*`,
  'g',
);

/** Makes the text of a function, as in `String(load)`, speak of the variables that the cell was written with. */
export function showFunctionsAsWritten(): void {
  const { toString: print } = Function.prototype;
  const asWritten = new Proxy(print, {
    apply: (native, self, parameters) =>
      inWordsOfUser(String(Reflect.apply(native, self, parameters)).replace(CHECKS, '')),
  });
  Object.defineProperty(Function.prototype, 'toString', { value: asWritten, configurable: true, writable: true });
}
