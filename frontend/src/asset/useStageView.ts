/** Where the picture lies on the stage, and the ways to bring something into view. */

import { useCallback, useRef, useState } from "react";
import type { Box } from "../geometry/shapes";
import { fit, fitBox, zoomAt, type Size, type Viewport } from "./canvas/viewport";

export interface StageView {
  view: Viewport;
  setView(view: Viewport): void;
  onStage(size: Size): void;
  showAll(): void;
  showBox(box: Box): void;
  zoom(factor: number): void;
}

export function useStageView(picture: Size): StageView {
  const [view, setView] = useState<Viewport>({ scale: 1, x: 0, y: 0 });
  const [stage, setStage] = useState<Size | null>(null);
  const whole = useRef(true); // shows the whole picture: it follows when the stage changes its size

  const onStage = useCallback(
    (size: Size) => {
      if (size.width <= 1) return;
      setStage(size);
      if (whole.current) setView(fit(picture, size));
    },
    [picture],
  );
  const move = useCallback((next: Viewport) => {
    whole.current = false;
    setView(next);
  }, []);
  const showAll = useCallback(() => {
    whole.current = true;
    if (stage) setView(fit(picture, stage));
  }, [picture, stage]);
  const showBox = useCallback(
    (box: Box) => stage && move(fitBox(box, picture, stage)),
    [move, picture, stage],
  );
  const zoom = (factor: number) =>
    stage && move(zoomAt(view, [stage.width / 2, stage.height / 2], factor, picture, stage));
  return { view, setView: move, onStage, showAll, showBox, zoom };
}
