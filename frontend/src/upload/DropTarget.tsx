import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { texts } from "../texts";
import { droppedFiles, isWanted } from "./dropped";
import "./upload.css";

/** Files may be dropped anywhere on the page; the hidden chooser is for those who rather click. */
export function DropTarget({
  enabled,
  onFiles,
  chooser,
  children,
}: {
  enabled: boolean;
  onFiles: (files: File[]) => void;
  chooser: RefObject<HTMLInputElement | null>;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  useEffect(() => {
    if (!enabled) return;
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth.current += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carries(event)) return;
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setOver(false);
    };
    const drag = (event: DragEvent) => {
      if (carries(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carries(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      void droppedFiles(event.dataTransfer).then((files) => files.length && onFiles(files));
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", drag);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", drag);
      window.removeEventListener("drop", drop);
    };
  }, [enabled, onFiles]);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label={texts.pictures.add}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])].filter((file) => isWanted(file.name));
          event.target.value = "";
          if (files.length) onFiles(files);
        }}
      />
      {children}
      {over && (
        <div className="drop" aria-hidden="true">
          <div>
            <b>{texts.pictures.drop}</b>
            <span>{texts.pictures.drop_says}</span>
          </div>
        </div>
      )}
    </>
  );
}
