import { useEffect, useState } from 'react';

/** The time, renewed once a second while something on the screen depends on it. */
export function useClock(isNeeded: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!isNeeded) return undefined;
    // It stood still until now, and what began since would seem to begin later.
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isNeeded]);
  return now;
}
