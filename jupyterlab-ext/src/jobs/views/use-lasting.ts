import { useEffect, useState } from 'react';

/** True once the condition has held for that long: what is over in a moment is not shown at all. */
export function useLasting(condition: boolean, forMs: number): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!condition) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), forMs);
    return () => clearTimeout(timer);
  }, [condition, forMs]);
  return condition && isLasting;
}
