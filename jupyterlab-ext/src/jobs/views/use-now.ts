import { useEffect, useState } from 'react';

/** The time now in milliseconds: when something was read again, and once a second as long as something ticks. */
export function useNow(isTicking: boolean, readAt = 0): number {
  const [now, setNow] = useState(Date.now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read again is as old as it is now.
  useEffect(() => {
    setNow(Date.now());
    if (!isTicking) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isTicking, readAt]);
  return now;
}
