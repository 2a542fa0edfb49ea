import type { Project } from "../../api/contract";
import { texts } from "../../texts";
import { Button, ButtonLink } from "../../ui/controls";
import { Empty } from "../../ui/states";
import type { Tab } from "./Filters";

export function NothingHere(props: {
  project: Project;
  tab: Tab;
  q: string;
  unseen: boolean;
  assigned: boolean;
  total: number;
  mayAdd: boolean;
  onChoose: () => void;
}) {
  const { project, tab, q, unseen, assigned, total, mayAdd, onChoose } = props;
  const say = texts.pictures;
  if (total === 0) {
    return (
      <Empty
        drawing="pictures"
        title={say.empty}
        says={mayAdd ? say.empty_says : say.empty_reader}
        act={
          mayAdd && (
            <Button look="go" onClick={onChoose}>
              {say.empty_act}
            </Button>
          )
        }
      />
    );
  }
  const onlyNeed = tab === "need" && !q && !unseen && !assigned;
  const all = (
    <ButtonLink to={`/p/${project.id}`} replace>
      {onlyNeed ? say.nobody_act : say.nothing_act}
    </ButtonLink>
  );
  if (onlyNeed) return <Empty drawing="nobody" title={say.nobody} says={say.nobody_says(total)} act={all} />;
  const filter = [
    tab !== "all" && say.filters[tab],
    unseen && say.unseen,
    assigned && texts.whose.filter,
    q && `“${q}”`,
  ]
    .filter(Boolean)
    .join(", ");
  return <Empty title={say.nothing} says={say.nothing_says(filter, total)} act={all} />;
}
