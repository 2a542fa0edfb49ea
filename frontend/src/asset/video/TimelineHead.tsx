/** Above the tracks: what can be done to the chosen ones, how they are sorted, and the zoom. */

import type { ReactNode } from "react";
import { Segmented } from "../../ui/controls";
import { Icon } from "../../ui/Icon";
import { say } from "../texts";
import type { Order } from "./timeline";

interface Props {
  order: Order;
  onOrder(order: Order): void;
  canZoom: Record<"in" | "out", boolean>;
  onZoom(by: "in" | "out"): void;
  children: ReactNode;
}

export function TimelineHead({ order, onOrder, canZoom, onZoom, children }: Props) {
  return (
    <header className="timeline-head">
      {children}
      <span className="grow" />
      <Segmented
        label={say.timeline.order}
        value={order}
        onChange={onOrder}
        options={[
          { value: "risk", text: say.timeline.byRisk },
          { value: "time", text: say.timeline.byTime },
        ]}
      />
      <span className="zooms">
        {(["out", "in"] as const).map((by) => (
          <button
            key={by}
            type="button"
            aria-label={say.timeline.zoom[by]}
            title={say.timeline.zoom[by]}
            disabled={!canZoom[by]}
            onClick={() => onZoom(by)}
          >
            <Icon name={by === "in" ? "plus" : "minus"} size={16} />
          </button>
        ))}
      </span>
    </header>
  );
}
