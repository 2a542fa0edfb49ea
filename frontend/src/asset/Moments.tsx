/** The doubtful moments of a clip as a list: `Tab` goes to the next and loops around it, `Enter` says that it is fine. */

import { memo } from "react";
import { count } from "../texts/numbers";
import { Icon } from "../ui/Icon";
import type { CropStyles } from "./crops";
import type { Moment } from "./moments";
import { Crop } from "./Objects";
import { say } from "./texts";
import { useListbox } from "./useListbox";
import { DoubtSign } from "./video/DoubtSign";

interface Props {
  moments: Moment[];
  current: string | undefined;
  crops: CropStyles;
  chips: ReadonlyMap<string, string>;
  onGo(moment: Moment): void;
}

export const Moments = memo(function Moments({ moments, current, crops, chips, onGo }: Props) {
  const go = (key: string) => {
    const moment = moments.find((one) => one.key === key);
    if (moment) onGo(moment);
  };
  const box = useListbox({
    ids: moments.map((moment) => moment.key),
    selection: new Set(current === undefined ? [] : [current]),
    label: say.moments.title,
    onChoose: go,
    onSelect: ([key]) => key !== undefined && go(key),
  });
  if (!moments.length) return <p className="two">{say.moments.none}</p>;
  return (
    <ul {...box.list} aria-multiselectable={undefined} className="moment-list">
      {moments.map((moment) => (
        <li
          key={moment.key}
          {...box.option(moment.key)}
          className="moment"
          data-seen={moment.done || undefined}
          onClick={(event) => box.press(event, moment.key)}
        >
          <span className="only-heard">
            {say.moments.one(moment.says, moment.name, moment.at, moment.done)}
          </span>
          <Crop style={crops.get(moment.annotation)} chip={chips.get(moment.annotation) ?? ""} />
          <DoubtSign kind={moment.kind} />
          <span className="what" aria-hidden="true">
            <span className="clip first-big">{moment.says}</span>
            <span className="clip three">{moment.name}</span>
          </span>
          {moment.done ? (
            <Icon name="check" size={16} />
          ) : (
            <span className="num three" aria-hidden="true">
              {count(moment.at)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
});
