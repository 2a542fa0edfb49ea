/** The pixels on the stage: the picture or video itself, or what the renderer made of it. */

import type { ReactNode } from "react";
import type { Asset } from "../api/contract";
import { isWithheld } from "../api/queries";
import type { Place } from "./canvas/place";
import { Still } from "./canvas/Still";
import { say } from "./texts";
import type { Look } from "./TopBar";
import { useBitmap } from "./useBitmap";
import { useLoopPreview } from "./useLoopPreview";
import { usePreview } from "./usePreview";
import type { Playback } from "./video/usePlayback";

/** The finished file, where there is one and it shows what the asset is now. */
export function finishedFile({ kind, files, acts, state }: Asset): string | undefined {
  if (kind === "video") return files.redacted_proxy ?? files.redacted;
  const made = files.redacted_view ?? files.redacted;
  if (made || acts.includes("see_originals") || state === "ready") return made;
  return files.redacted_thumbnail; // small, but all that may be shown
}

export interface Pixels {
  show(place: Place): ReactNode;
  /** What kind of pixels these are, or why there are none. */
  note: string | null;
  /** Whether the export's pixels lie over the original's, so that they can be compared. */
  comparable: boolean;
}

export function usePixels(asset: Asset, look: Look, revision: number, playback: Playback): Pixels {
  const video = asset.kind === "video";
  const sees = asset.acts.includes("see_originals");
  const finished = finishedFile(asset);
  const exported = look === "preview";
  const exact = exported && sees && !finished && !(video && playback.playing);
  const preview = usePreview(asset.id, revision, video ? playback.frame : 0, exact);
  const looped = useLoopPreview(asset.id, revision, exported && sees && !finished ? playback.loop : null);
  const inLoop = playback.playing ? looped?.get(playback.frame) : undefined;
  const original = sees ? (asset.files.view ?? asset.files.original) : undefined;
  const still = video ? undefined : exported && finished ? finished : original;
  const onStage = useBitmap(still)?.address; // the earlier pixels stay until the others are there
  const larger = still && still === finished ? asset.files.redacted : sees ? asset.files.original : undefined;
  const film = video ? (exported && finished ? finished : sees ? asset.files.proxy : undefined) : undefined;
  const stand = video && !sees && !film ? asset.files.redacted_thumbnail : undefined;
  const nothing = !still && !film && !stand;
  const note = noteOf({
    exported,
    nothing: !nothing ? null : isWithheld(asset) ? say.states.withheld : say.states.noRedacted,
    exact,
    preview,
    asExported: finished !== undefined && (video ? exported : onStage === finished),
    stand: Boolean(stand),
    playing: playback.playing,
    inLoop: inLoop !== undefined,
    makesLoop: playback.loop !== null && looped === null,
  });
  const made = exact ? preview.url : null;
  const comparable = inLoop !== undefined || made !== null;
  const show = (place: Place) => (
    <>
      {film && <Film key={film} src={film} name={asset.name} playback={playback} />}
      {(still ?? stand) && (
        <Still address={(still ?? stand)!} larger={larger} name={asset.name} place={place} />
      )}
      {inLoop ? (
        <img className="exported" src={inLoop} alt={asset.name} draggable={false} />
      ) : (
        made && <Still address={made} name={asset.name} place={place} exported />
      )}
    </>
  );
  return { show, note, comparable };
}

function noteOf(at: {
  exported: boolean;
  nothing: string | null;
  exact: boolean;
  preview: { url: string | null; wrong: string | null };
  asExported: boolean;
  stand: boolean;
  playing: boolean;
  inLoop: boolean;
  makesLoop: boolean;
}): string | null {
  if (at.nothing) return at.nothing;
  if (at.stand) return say.states.still;
  if (at.asExported) return say.states.exported;
  if (!at.exported) return null;
  if (at.inLoop) return say.states.exported;
  if (at.playing && at.makesLoop) return say.states.noPreview;
  if (!at.exact) return at.playing ? say.states.playingPreview : null;
  return at.preview.wrong ?? (at.preview.url ? say.states.exported : say.states.noPreview);
}

/** The film of the playhead; another source takes over at the frame where the last one stood. */
function Film({ src, name, playback }: { src: string; name: string; playback: Playback }) {
  return (
    <video
      ref={playback.attach}
      src={src}
      playsInline
      preload="auto"
      aria-label={name}
      onLoadedMetadata={playback.settle}
    />
  );
}
