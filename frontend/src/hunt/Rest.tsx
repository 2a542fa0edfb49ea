import type { HuntState } from "../api/contract";
import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { Button } from "../ui/controls";
import { Empty } from "../ui/states";
import { SAMPLE } from "./useParts";

const say = texts.hunt;

/** Where the hunt may stop: the doubtful pictures are through, the others look clean. */
export function Rest({ state, onSample, onAll }: { state: HuntState; onSample(): void; onAll(): void }) {
  const { clean, looked, missed } = state;
  const found = missed > 0;
  return (
    <Empty
      drawing="nobody"
      title={say.clean_left(clean)}
      says={state.at_most === null ? say.clean_says : sampled(state)}
      act={
        <>
          <Button look={found ? undefined : "go"} onClick={onSample}>
            {looked ? say.sample_again(Math.min(SAMPLE, clean)) : say.sample(Math.min(SAMPLE, clean))}{" "}
            <kbd>S</kbd>
          </Button>
          <Button look={found ? "go" : undefined} onClick={onAll}>
            {say.look_at_all(clean)} <kbd>A</kbd>
          </Button>
        </>
      }
    />
  );
}

/** What samples showed, and what it says about the rest; empty where there was none. */
export function sampled({ clean, looked, missed, at_most }: HuntState): string {
  if (at_most === null) return "";
  const what = say.sampled(looked, missed);
  return clean ? `${what} ${say.sampled_rest(decimal(100 * at_most, 1), clean)}` : what;
}
