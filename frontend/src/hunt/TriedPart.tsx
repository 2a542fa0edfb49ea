import type { AssetCard } from "../api/contract";
import { useChanges } from "../crops/Trying";
import { texts } from "../texts";
import { Button } from "../ui/controls";
import { Part } from "../ui/Shell";
import type { Similar } from "./missed";
import type { Sheet } from "./sheets";

const say = texts.hunt;

interface Props {
  sheet: Sheet;
  dataset: string;
  assetOf(id: string): AssetCard | undefined;
  onHide(finds: readonly Similar[]): void;
}

/** Hides what a threshold that is tried would hide on this sheet: only then anything is stored. */
export function TriedPart({ sheet, dataset, assetOf, onHide }: Props) {
  const changes = useChanges(
    sheet.map(({ picture }) => picture.asset),
    dataset,
  );
  const finds = sheet.flatMap(({ picture: { asset, frame }, ...piece }) =>
    changes(asset, frame)
      .found.filter(({ box: [x, y, width, height] }) => isIn(piece, x + width / 2, y + height / 2))
      .map((find) => ({ ...find, asset, frame, name: assetOf(asset)?.name ?? "" })),
  );
  if (!finds.length) return null;
  return (
    <Part title={say.tried}>
      <p className="two">{say.tried_says}</p>
      <p className="after">
        <Button full onClick={() => onHide(finds)}>
          {say.hide_sheet(finds.length)}
        </Button>
      </p>
    </Part>
  );
}

const isIn = (piece: { x: number; y: number; width: number; height: number }, x: number, y: number) =>
  x >= piece.x && x < piece.x + piece.width && y >= piece.y && y < piece.y + piece.height;
