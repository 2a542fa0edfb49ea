import { useCallback, useLayoutEffect, useRef } from "react";

/** A function that stays the same for memoized children while it does what the latest one does. Not while rendering. */
export function useSteady<Args extends unknown[], Result>(
  act: (...args: Args) => Result,
): (...args: Args) => Result {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
