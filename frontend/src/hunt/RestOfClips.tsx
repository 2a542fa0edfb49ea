import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { Button } from "../ui/controls";
import { Empty } from "../ui/states";
import { mostOpen } from "./sheets";

const say = texts.hunt;

interface Props {
  /** Places and frames of clips that were not shown. */
  left: number;
  /** What was looked through of them, and how many people were found there. */
  sample: { shown: number; of: number; missed: number } | null;
  onSample(): void;
}

/** All sheets are through: what of the clips was not on them, and what a sample of that says. */
export function RestOfClips({ left, sample, onSample }: Props) {
  const says = !sample
    ? left
      ? say.left_out(left)
      : say.done_says
    : sample.missed
      ? say.sample_found(sample.missed, sample.shown)
      : say.sample_clean(sample.shown, sample.of, decimal(100 * mostOpen(sample.shown), 1));
  const again = left > 0 && (!sample || sample.missed > 0);
  return (
    <Empty
      title={say.done}
      says={says}
      act={again ? <Button onClick={onSample}>{say.look_at_sample(left)}</Button> : undefined}
      drawing="nobody"
    />
  );
}
