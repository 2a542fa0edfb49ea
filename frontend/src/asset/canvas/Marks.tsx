/** The marks of the objects on the stage, and their tags. They are drawn again when objects or view change, not while one
 * of them is dragged: that one is drawn apart. */

import { memo } from "react";
import { bounds, enclosingEllipse } from "../../geometry/shapes";
import type { Shown } from "./Canvas";
import { ObjectMark } from "./ObjectMark";
import { rect, TAG, toScreen, type Size, type Viewport } from "./viewport";

interface Props {
  objects: readonly Shown[];
  view: Viewport;
  /** The one that is dragged. */
  without: string | undefined;
}

export const Marks = memo(function Marks(props: Props & { selection: ReadonlySet<string> }) {
  return props.objects.map(
    (object) =>
      object.id !== props.without && (
        <Mark key={object.id} object={object} view={props.view} chosen={props.selection.has(object.id)} />
      ),
  );
});

interface MarkProps {
  object: Shown;
  view: Viewport;
  chosen: boolean;
}

export const Mark = memo(function Mark({ object, view, chosen }: MarkProps) {
  return (
    <g data-object={object.id} data-state={object.state} className="object">
      <title>{object.title}</title>
      <rect className="grip" {...rect(toScreen(view, bounds(object.shape)))} />
      <ObjectMark
        shape={object.shape}
        state={object.state}
        view={view}
        cover={object.cover}
        chosen={chosen}
      />
    </g>
  );
}, looksAlike);

/** Objects are made anew with every change; of five hundred of them, one looks different. */
function looksAlike(a: MarkProps, b: MarkProps): boolean {
  const [one, other] = [a.object, b.object];
  return (
    a.view === b.view &&
    a.chosen === b.chosen &&
    one.id === other.id &&
    one.shape === other.shape &&
    one.state === other.state &&
    one.title === other.title &&
    one.cover?.round === other.cover?.round &&
    String(one.cover?.box) === String(other.cover?.box)
  );
}

export const Tags = memo(function Tags(props: Props & { stage: Size }) {
  return props.objects.map(
    (object) =>
      object.tag &&
      object.id !== props.without && (
        <Tag key={object.id} object={object} view={props.view} stage={props.stage} />
      ),
  );
});

/** The tag stands above its object, below it at the upper edge, and never leaves the stage. */
export function Tag({ object, view, stage }: { object: Shown; view: Viewport; stage: Size }) {
  const covered = object.state === "hidden" ? object.cover : null;
  const around = covered?.round
    ? bounds({ type: "ellipse", data: enclosingEllipse(covered.box) })
    : covered?.box;
  const [x, y, width, height] = toScreen(view, around ?? bounds(object.shape));
  if (x > stage.width || y > stage.height || x + width < 0 || y + height < 0) return null;
  if (covered?.round) {
    // An oval leaves its corners empty: the tag sits on its crown.
    const crown = { left: Math.min(stage.width - 40, Math.max(40, x + width / 2)), top: Math.max(2, y - 14) };
    return (
      <span className="tag hidden crown" style={crown} aria-hidden="true">
        {object.tag}
      </span>
    );
  }
  const top = y >= 28 ? y - 28 : Math.min(stage.height - 26, y + height + 4);
  const side =
    x > stage.width - TAG ? { right: Math.max(2, stage.width - x - width) } : { left: Math.max(2, x) };
  return (
    <span className={`tag ${object.state}`} style={{ top, ...side }} aria-hidden="true">
      {object.tag}
    </span>
  );
}
