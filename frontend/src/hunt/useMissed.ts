/** Pointing at somebody, covering who is there, and taking it back. */

import { useRef, useState } from "react";
import type { AssetCard, Project } from "../api/contract";
import { sentenceOf } from "../api/client";
import { texts } from "../texts";
import { notify } from "../ui/notices";
import { cover, coverFrom, lookAt, wayOf, type Box, type Covered, type Similar } from "./missed";
import type { Sign } from "./HuntSheet";
import { frameOf, type Picture } from "./sheets";

const say = texts.hunt;
const BUSY = 12; // half the side of the sign while it is looked at, in pixels of the picture

export function useMissed(
  project: Project,
  user: string,
  assetOf: (id: string) => AssetCard | undefined,
  onChanged: (asset: string) => void,
) {
  const [signs, setSigns] = useState<readonly Sign[]>([]);
  const [missed, setMissed] = useState(0);
  const [following, setFollowing] = useState(0);
  const [similar, setSimilar] = useState<readonly Similar[]>([]);
  const [last, setLast] = useState<{ asset: string; object?: string }>();
  const done = useRef<{ asset: string; sign: Sign; back: () => Promise<void> }[]>([]);

  const follow = async (clip: AssetCard, frame: number, box: Box, label: string, covered: Covered) => {
    setFollowing((before) => before + 1);
    try {
      await covered.along(await wayOf(clip.id, frame, box, label, clip.n_frames));
      onChanged(clip.id);
    } catch (error) {
      notify(sentenceOf(error), true);
    } finally {
      setFollowing((before) => before - 1);
    }
  };

  const hide = async (
    asset: string,
    frame: number,
    box: Box,
    label: string | null,
    grows: string | null = null,
  ) => {
    const policy = project.policy.settings.labels;
    const of = label ?? project.labels.find((one) => policy[one.id]?.redact)?.id ?? project.labels[0]!.id;
    const card = assetOf(asset);
    const keyframes = coverFrom(frame, box, card?.n_frames ?? 1, card?.fps ?? 25);
    const alone = card?.n_frames === 1; // in a clip they are followed by themselves
    const covered = await cover(user, asset, of, keyframes, alone ? grows : null);
    const sign = { key: frameOf({ asset, frame }), box };
    done.current.push({ asset, sign, back: covered.back });
    if (card && card.n_frames > 1) void follow(card, frame, box, of, covered);
    setSigns((before) => [...before, sign]);
    setMissed((before) => before + 1);
    setLast({ asset });
    onChanged(asset);
  };

  const point = async (picture: Picture, at: [number, number]) => {
    const box: Box = [at[0] - BUSY, at[1] - BUSY, 2 * BUSY, 2 * BUSY];
    const busy: Sign = { key: frameOf(picture), box, busy: true };
    setSigns((before) => [...before, busy]);
    try {
      const spot = await lookAt(picture.asset, picture.frame, at);
      await hide(picture.asset, picture.frame, spot.box, spot.label, spot.grows);
      setSimilar(spot.similar);
      if (!spot.found) notify(say.guessed); // what was found is seen on the sheet
    } catch (error) {
      notify(sentenceOf(error), true);
    } finally {
      setSigns((before) => before.filter((sign) => sign !== busy));
    }
  };

  const draw = async (picture: Picture, box: Box) => {
    try {
      await hide(picture.asset, picture.frame, box, null);
    } catch (error) {
      notify(sentenceOf(error), true);
    }
  };

  const hideSimilar = async (those: readonly Similar[]) => {
    setSimilar((before) => before.filter((one) => !those.includes(one)));
    for (const one of those) {
      try {
        await hide(one.asset, one.frame, one.box, one.label ?? null);
      } catch (error) {
        notify(sentenceOf(error), true);
      }
    }
  };

  const undo = async () => {
    const act = done.current.pop();
    if (!act) return;
    try {
      await act.back();
      setSigns((before) => before.filter((sign) => sign !== act.sign));
      setMissed((before) => before - 1);
      onChanged(act.asset);
      notify(say.undone);
    } catch (error) {
      done.current.push(act);
      notify(sentenceOf(error), true);
    }
  };

  return {
    signs,
    missed,
    following,
    similar,
    last,
    point,
    draw,
    hideSimilar,
    undo,
    forget: () => setSimilar([]),
  };
}
