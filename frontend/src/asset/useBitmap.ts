import { useLayoutEffect, useRef, useState } from "react";
import { bitmaps, type Held } from "./bitmaps";

export interface Read {
  address: string;
  /** None where the file is no picture that can be decoded here. */
  bitmap: ImageBitmap | undefined;
}

const AGAIN = 2000; // ms after the network failed

/** The bitmap of an address; until it is there that of the address before, so that nothing flashes. */
export function useBitmap(address: string | undefined, from = bitmaps): Read | undefined {
  const [read, setRead] = useState<Read>();
  const [tries, setTries] = useState(0);
  const shown = useRef<Held>(undefined);

  useLayoutEffect(() => {
    const next = address === undefined ? undefined : from.hold(address);
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const take = (bitmap: ImageBitmap | undefined) => {
      if (over) return;
      shown.current?.release();
      shown.current = next;
      setRead(address === undefined ? undefined : { address, bitmap });
    };
    const fail = (error: unknown) => {
      if (over) return;
      const passing = error instanceof TypeError; // as fetch says that there is no network
      if (passing) timer = setTimeout(() => setTries((before) => before + 1), AGAIN);
      else take(undefined);
    };
    if (!next || next.bitmap) take(next?.bitmap);
    else next.ready.then(take, fail);
    return () => {
      over = true;
      clearTimeout(timer);
      if (shown.current !== next) next?.release();
    };
  }, [address, from, tries]);

  useLayoutEffect(
    () => () => {
      shown.current?.release();
      shown.current = undefined;
    },
    [],
  );
  return read;
}
