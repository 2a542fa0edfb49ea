/** Pointing at somebody, covering who is there, and taking it back. */

import { useRef, useState } from "react";
import type { AssetCard, Project } from "../api/contract";
import { sentenceOf } from "../api/client";
import { texts } from "../texts";
import { notify } from "../ui/notices";
import { cover, coverFrom, lookAt, type Box, type Similar } from "./missed";
import type { Sign } from "./HuntSheet";
import { keyOf, type Picture } from "./sheets";

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
  const [similar, setSimilar] = useState<readonly Similar[]>([]);
  const [last, setLast] = useState<{ asset: string; object?: string }>();
  const done = useRef<{ asset: string; sign: Sign; back: () => Promise<void> }[]>([]);

  const hide = async (asset: string, frame: number, box: Box, label: string | null) => {
    const policy = project.policy.settings.labels;
    const of = label ?? project.labels.find((one) => policy[one.id]?.redact)?.id ?? project.labels[0]!.id;
    const card = assetOf(asset);
    const keyframes = coverFrom(frame, box, card?.n_frames ?? 1, card?.fps ?? 25);
    const back = await cover(user, asset, of, keyframes);
    const sign = { key: keyOf({ asset, frame }), box };
    done.current.push({ asset, sign, back });
    setSigns((before) => [...before, sign]);
    setMissed((before) => before + 1);
    setLast({ asset });
    onChanged(asset);
  };

  const point = async (picture: Picture, at: [number, number]) => {
    const box: Box = [at[0] - BUSY, at[1] - BUSY, 2 * BUSY, 2 * BUSY];
    const busy: Sign = { key: keyOf(picture), box, busy: true };
    setSigns((before) => [...before, busy]);
    try {
      const spot = await lookAt(picture.asset, picture.frame, at);
      await hide(picture.asset, picture.frame, spot.box, spot.label);
      setSimilar(spot.similar);
      const clip = assetOf(picture.asset)?.kind === "video";
      notify([spot.found ? say.covered : say.guessed, clip ? say.in_clip : ""].filter(Boolean).join(" "));
    } catch (error) {
      notify(sentenceOf(error), true);
    } finally {
      setSigns((before) => before.filter((sign) => sign !== busy));
    }
  };

  const hideSimilar = async (those: readonly Similar[]) => {
    setSimilar((before) => before.filter((one) => !those.includes(one)));
    for (const one of those) {
      try {
        await hide(one.asset, one.frame, one.box, null);
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

  return { signs, missed, similar, last, point, hideSimilar, undo, forget: () => setSimilar([]) };
}
