/** The playhead: frame-exact by the frame table while still, following the proxy while it plays. */

import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { send } from "../../api/client";
import type { Asset } from "../../api/contract";
import { frameAt, frameTable, seekTime, type FrameTable } from "../frames";
import { around } from "../moments";

export interface Playback {
  /** Takes the element that shows the video; another one may follow. */
  attach(player: HTMLVideoElement | null): void;
  /** Whether there is a video to play. */
  attached: boolean;
  table: FrameTable;
  frame: number;
  /** The frame of this very moment, for what is not drawn again with each. */
  now(): number;
  playing: boolean;
  speed: number;
  seek(frame: number): void;
  /** Shows the frame of the playhead: the film was loaded, or its times have become known. */
  settle(): void;
  toggle(): void;
  setSpeed(speed: number): void;
  /** Plays a second around a frame over and over, at half speed, until anything else is done. */
  loopAround(frame: number): void;
  looping: boolean;
  /** The first and the last frame of the loop. */
  loop: readonly [first: number, last: number] | null;
}

const SLOWLY = 0.5;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const STILL: FrameTable = { times: [0], known: false };

export function usePlayback(asset: Asset): Playback {
  const [player, attach] = useState<HTMLVideoElement | null>(null);
  const [frame, setFrame] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [loop, setLoop] = useState<[first: number, last: number] | null>(null);
  const wanted = useRef(0); // what is to be shown, known before anything is drawn again
  const video = asset.kind === "video";
  const { data } = useQuery({
    queryKey: ["frames", asset.id],
    queryFn: () => send<{ time_base: [number, number]; pts: number[] }>("GET", `assets/${asset.id}/frames`),
    enabled: video,
    staleTime: Infinity,
    select: readTable,
  });
  const table = data ?? STILL;
  const last = Math.max(0, asset.n_frames - 1);

  const seek = useCallback(
    (to: number) => {
      const target = Math.min(last, Math.max(0, Math.round(to)));
      setLoop(null);
      player?.pause();
      if (player) player.currentTime = seekTime(table, target);
      wanted.current = target;
      setFrame(target);
    },
    [last, player, table],
  );

  const now = useCallback(() => wanted.current, []);

  const settle = useCallback(() => {
    if (player?.paused && table.known) player.currentTime = seekTime(table, wanted.current);
  }, [player, table]);
  useEffect(settle, [settle]);

  const toggle = useCallback(() => {
    if (!player) return;
    setLoop(null);
    if (!player.paused) return player.pause();
    if (frame >= last) player.currentTime = 0;
    void player.play();
  }, [frame, last, player]);

  const loopAround = useCallback(
    (at: number) => {
      if (!player || !table.known || still()) return;
      const [first, final] = around(table.times, at);
      player.currentTime = seekTime(table, first);
      setLoop([first, final]);
      void player.play().catch(() => setLoop(null));
    },
    [player, table],
  );

  useEffect(() => {
    if (player) player.playbackRate = loop ? SLOWLY : speed;
  }, [loop, player, speed]);

  useEffect(() => {
    if (!player || !loop) return;
    const [first, final] = loop;
    let request = 0;
    const again = () => {
      player.currentTime = seekTime(table, first);
      if (player.paused) void player.play().catch(() => undefined);
    };
    const watch = (_: number, about: VideoFrameCallbackMetadata) => {
      if (frameAt(table, about.mediaTime) >= final) again();
      request = player.requestVideoFrameCallback(watch);
    };
    request = player.requestVideoFrameCallback(watch);
    player.addEventListener("ended", again);
    return () => {
      player.cancelVideoFrameCallback(request);
      player.removeEventListener("ended", again);
    };
  }, [loop, player, table]);

  useEffect(() => {
    if (!player) return;
    let request = 0;
    const follow = (_: number, about: VideoFrameCallbackMetadata) => {
      if (!player.paused) {
        wanted.current = Math.min(last, frameAt(table, about.mediaTime));
        setFrame(wanted.current);
      }
      request = player.requestVideoFrameCallback(follow);
    };
    const plays = () => setPlaying(true);
    const stops = () => {
      setPlaying(false);
      // Stand in the middle of the frame that is shown: the marks and the pixels are the same frame.
      const at = Math.min(last, frameAt(table, player.currentTime));
      player.currentTime = seekTime(table, at);
      wanted.current = at;
      setFrame(at);
    };
    request = player.requestVideoFrameCallback(follow);
    player.addEventListener("play", plays);
    player.addEventListener("pause", stops);
    player.addEventListener("ended", stops);
    return () => {
      setPlaying(false);
      player.cancelVideoFrameCallback(request);
      player.removeEventListener("play", plays);
      player.removeEventListener("pause", stops);
      player.removeEventListener("ended", stops);
    };
  }, [last, player, table]);

  return useMemo(
    () => ({
      attach,
      attached: player !== null,
      table,
      frame,
      now,
      playing,
      speed,
      seek,
      settle,
      toggle,
      setSpeed,
      loopAround,
      looping: loop !== null,
      loop,
    }),
    [frame, loop, loopAround, now, player, playing, seek, settle, speed, table, toggle],
  );
}

function readTable(answer: { time_base: [number, number]; pts: number[] }): FrameTable {
  return frameTable(answer.time_base, answer.pts);
}
