/** The pixels on the stage: the picture or video itself, or what the renderer made of it. */

import type { Asset } from "../api/contract";
import { say } from "./texts";
import type { Look } from "./TopBar";
import { usePreview } from "./usePreview";
import type { Playback } from "./video/usePlayback";

interface Props {
  asset: Asset;
  look: Look;
  revision: number;
  playback: Playback;
}

export function Picture({ asset, look, revision, playback }: Props) {
  const video = asset.kind === "video";
  const wanted = look === "preview" && !(video && playback.playing);
  const preview = usePreview(asset.id, revision, video ? playback.frame : null, wanted);
  const original = asset.files.view ?? asset.files.original;
  const twin = asset.files.redacted_view ?? asset.files.redacted ?? asset.files.redacted_thumbnail;
  const seesOriginals = asset.acts.includes("see_originals");
  return (
    <>
      {video && asset.files.proxy && (
        <video
          ref={playback.element}
          src={asset.files.proxy}
          muted={false}
          playsInline
          preload="auto"
          aria-label={asset.name}
        />
      )}
      {!video && seesOriginals && original && <img src={original} alt={asset.name} draggable={false} />}
      {!seesOriginals && twin && !preview.url && <img src={twin} alt={asset.name} draggable={false} />}
      {look === "preview" && preview.url && <img src={preview.url} alt={asset.name} draggable={false} />}
      {look === "preview" && !preview.url && (
        <span className="bare-note" role="status">
          <span>{preview.says ?? say.states.noPreview}</span>
        </span>
      )}
    </>
  );
}
