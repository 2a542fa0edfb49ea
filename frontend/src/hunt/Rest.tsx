import type { HuntState } from "../api/contract";
import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { Button } from "../ui/controls";
import { Empty } from "../ui/states";
import { SAMPLE } from "./useParts";

const say = texts.hunt;

interface Props {
  state: HuntState;
  /** Whether pictures that look clean are left. */
  pictures: boolean;
  /** Places and frames of clips that were not shown. */
  left: number;
  onSample(of: "pictures" | "frames"): void;
  onAll(): void;
  onLeft(): void;
}

/** Where the hunt may stop: what is doubtful is through, the other pictures look clean, and of clips the rest was left out. */
export function Rest({ state, pictures, left, onSample, onAll, onLeft }: Props) {
  const { clean, looked, film } = state;
  const found = state.missed > 0;
  const open = film.missed > 0;
  return (
    <Empty
      drawing="nobody"
      title={pictures ? say.clean_left(clean) : say.film_left}
      says={
        <>
          {pictures && (state.at_most === null ? say.clean_says : sampled(state))}
          {film.frames > 0 && (
            <>
              {pictures && <br />}
              {left > 0 && `${say.left_out(left)} `}
              {film.at_most === null ? say.film_says(film.frames) : filmSampled(state)}
            </>
          )}
        </>
      }
      act={
        <>
          {pictures && (
            <>
              <Button look={found ? undefined : "go"} onClick={() => onSample("pictures")}>
                {looked ? say.sample_again(Math.min(SAMPLE, clean)) : say.sample(Math.min(SAMPLE, clean))}{" "}
                <kbd>S</kbd>
              </Button>
              <Button look={found ? "go" : undefined} onClick={onAll}>
                {say.look_at_all(clean)} <kbd>A</kbd>
              </Button>
            </>
          )}
          {film.frames > 0 && (
            <>
              <Button look={pictures || open ? undefined : "go"} onClick={() => onSample("frames")}>
                {say.sample_frames(Math.min(SAMPLE, film.frames), film.looked > 0)} <kbd>C</kbd>
              </Button>
              {left > 0 && (
                <Button look={open && !pictures ? "go" : undefined} onClick={onLeft}>
                  {say.look_at_left(left)} <kbd>R</kbd>
                </Button>
              )}
            </>
          )}
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

/** The same of the frames of clips. */
export function filmSampled({ film }: HuntState): string {
  if (film.at_most === null) return "";
  return say.film_sampled(film.looked, film.missed, decimal(100 * film.at_most, 1), film.frames);
}
