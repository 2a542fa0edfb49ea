import { useEffect, useState } from "react";

/** Whether the sheets have the whole screen to themselves, and how to change that; Escape gives the page back. */
export function useWhole(): [boolean, () => void] {
  const [whole, setWhole] = useState(false);
  useEffect(() => {
    if (!whole) return;
    const left = () => !document.fullscreenElement && setWhole(false);
    // Where the browser refuses, the sheets fill its window.
    document.documentElement.requestFullscreen?.().then(
      () => document.addEventListener("fullscreenchange", left),
      () => undefined,
    );
    return () => {
      document.removeEventListener("fullscreenchange", left);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [whole]);
  return [whole, () => setWhole(!whole)];
}
