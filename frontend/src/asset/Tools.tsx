import { Icon, type IconName } from "../ui/Icon";
import type { Tool } from "./canvas/Canvas";
import { capOf } from "./keys";
import { say } from "./texts";

const TOOLS: { tool: Tool; icon: IconName }[] = [
  { tool: "select", icon: "select" },
  { tool: "box", icon: "box" },
  { tool: "ellipse", icon: "ellipse" },
  { tool: "polygon", icon: "polygon" },
  { tool: "pan", icon: "pan" },
];

interface Props {
  tool: Tool;
  onTool(tool: Tool): void;
  mayEdit: boolean;
  canUndo: boolean;
  canRedo: boolean;
  onUndo(): void;
  onRedo(): void;
}

export function Tools({ tool, onTool, mayEdit, canUndo, canRedo, onUndo, onRedo }: Props) {
  return (
    <div className="tools" role="toolbar" aria-label={say.tools.label} aria-orientation="vertical">
      {TOOLS.filter((one) => mayEdit || one.tool === "select" || one.tool === "pan").map((one) => (
        <button
          key={one.tool}
          type="button"
          aria-pressed={tool === one.tool}
          aria-label={say.tools[one.tool]}
          title={say.tools[one.tool]}
          onClick={() => onTool(one.tool)}
        >
          <Icon name={one.icon} />
        </button>
      ))}
      {mayEdit && (
        <>
          <hr />
          <button
            type="button"
            disabled={!canUndo}
            onClick={onUndo}
            aria-label={say.tools.undo}
            title={`${say.tools.undo} (${capOf("undo")})`}
          >
            <Icon name="undo" />
          </button>
          <button
            type="button"
            disabled={!canRedo}
            onClick={onRedo}
            aria-label={say.tools.redo}
            title={`${say.tools.redo} (${capOf("redo")})`}
          >
            <Icon name="redo" />
          </button>
        </>
      )}
    </div>
  );
}
