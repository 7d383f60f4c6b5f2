import { useRef } from 'react';

const FORGET_AFTER_MS = 700;

/** Collects letters typed in a row. The answer says whether the key was one of them. */
export function useTypeAhead(find: (text: string) => void): (key: string) => boolean {
  const typed = useRef({ text: '', at: 0 });
  return (key) => {
    if (key.length !== 1 || key === ' ') return false;
    const now = Date.now();
    const text = now - typed.current.at > FORGET_AFTER_MS ? key : `${typed.current.text}${key}`;
    typed.current = { text, at: now };
    find(text);
    return true;
  };
}
