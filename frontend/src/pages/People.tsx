import { useState } from "react";
import { Link, useParams } from "react-router";
import type { Crop, Project } from "../api/contract";
import { useProject } from "../api/queries";
import { KeepDialog } from "../asset/KeepDialog";
import { CropActions } from "../crops/CropActions";
import { Pictures } from "../crops/CropPicture";
import { PersonGrid, NONE } from "../crops/PersonGrid";
import { useCropPictures } from "../crops/useCropPictures";
import { usePersons } from "../crops/usePersons";
import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { Button } from "../ui/controls";
import { Confirm } from "../ui/Dialog";
import { HintBar } from "../ui/Hint";
import { useShortcuts } from "../ui/shortcuts";
import { Inspector, Page, Part } from "../ui/Shell";
import { Empty, Failed } from "../ui/states";
import "./pictures/pictures.css";

const say = texts.persons;

/** Everybody in a dataset who waits, one entry for each person. */
export default function People() {
  const { project: id = "" } = useParams();
  const { data: project, error, refetch } = useProject(id);
  if (!project) {
    return (
      <Page title={say.page}>{error ? <Failed error={error} onRetry={() => void refetch()} /> : null}</Page>
    );
  }
  if (!project.acts.includes("annotate") || !project.datasets[0]) {
    return (
      <Page title={say.page} about={project.name}>
        <Empty title={say.page} says={texts.crops.blind} drawing="mask" />
      </Page>
    );
  }
  return <OpenPeople key={project.id} project={project} />;
}

function OpenPeople({ project }: { project: Project }) {
  const [dataset, setDataset] = useState(project.datasets[0]!.id);
  const people = usePersons(dataset);
  const pictures = useCropPictures(dataset);
  const { state, persons, subject } = people;
  const [keeping, setKeeping] = useState(false);
  const [forgetting, setForgetting] = useState(false);
  const nobody = state.ended && !state.items.length && !state.failed;
  const grouped = persons.some((person) => person.grouped);
  const keep = () => subject.length > 0 && setKeeping(true);
  const nameOf = (crop: Crop) => {
    const label = project.labels.find((one) => one.id === crop.label)?.name ?? "";
    return texts.crops.one(label, decimal(crop.score), "", crop.name);
  };

  useShortcuts(say.group, [
    { keys: "Enter", says: say.keys.hide, run: () => people.decide("redact") },
    { keys: "Y", says: say.keys.keep, run: keep },
    { keys: "X", says: say.keys.remove, run: () => people.decide("remove") },
    { keys: "Space", says: say.keys.choose },
    { keys: "M", says: say.keys.merge, run: people.merge },
    { keys: "S", says: say.keys.split, run: people.split },
    { keys: "Ctrl+Z", says: say.keys.undo, run: people.undo },
    { keys: "Escape", says: say.keys.clear, run: () => people.setChoice(NONE) },
  ]);

  return (
    <Pictures value={pictures}>
      <Page
        title={say.page}
        about={project.name}
        actions={<CropActions project={project} dataset={dataset} onDataset={setDataset} save={state.save} />}
        inspector={
          <Inspector label={say.page}>
            <Part title={subject.length ? say.chosen(subject.length) : say.page}>
              <div className="stack">
                <Button full look="go" disabled={!subject.length} onClick={() => people.decide("redact")}>
                  {say.hide} <kbd>Enter</kbd>
                </Button>
                <Button full disabled={!subject.length} onClick={keep}>
                  {say.keep} <kbd>Y</kbd>
                </Button>
                <Button full disabled={!subject.length} onClick={() => people.decide("remove")}>
                  {texts.crops.remove} <kbd>X</kbd>
                </Button>
                <Button full look="quiet" disabled={people.choice.persons.size < 2} onClick={people.merge}>
                  {say.merge} <kbd>M</kbd>
                </Button>
                <Button full look="quiet" disabled={!subject.length} onClick={people.split}>
                  {say.split} <kbd>S</kbd>
                </Button>
                <Button full look="quiet" icon="undo" onClick={people.undo}>
                  {texts.crops.undo}
                </Button>
              </div>
            </Part>
            <Part title={say.likeness}>
              <p className="two" style={{ marginBottom: "var(--s-3)" }}>
                {say.likeness_says}
              </p>
              <div className="stack">
                <Button full disabled={people.grouping} onClick={() => void people.group()}>
                  {people.grouping ? say.grouping : say.group_now}
                </Button>
                {grouped && (
                  <Button full look="quiet" onClick={() => setForgetting(true)}>
                    {say.forget}
                  </Button>
                )}
              </div>
            </Part>
          </Inspector>
        }
        footer={
          <HintBar
            hints={[
              { id: "persons.choose", keys: "Space", says: say.keys.choose },
              { id: "persons.merge", keys: "M", says: say.keys.merge },
              { id: "persons.split", keys: "S", says: say.keys.split },
            ]}
          />
        }
      >
        <div className="scroll">
          <header className="headline">
            {nobody ? (
              <span className="grow" />
            ) : (
              <h1>
                {say.heading(persons.length)} <span>{say.of(state.items.length)}</span>
              </h1>
            )}
            <Link className="button" to={`/p/${project.id}/objects`}>
              {say.back}
            </Link>
          </header>
          {state.failed && !state.items.length ? (
            <Failed error={state.failed} onRetry={people.again} />
          ) : nobody ? (
            <Empty title={texts.crops.nobody} drawing="nobody" />
          ) : (
            <PersonGrid
              persons={persons}
              choice={people.choice}
              onChoose={people.setChoice}
              nameOf={nameOf}
              onShow={people.onShow}
              onDrop={people.drop}
            />
          )}
        </div>
        <KeepDialog
          opened={keeping}
          count={subject.length}
          onClose={() => setKeeping(false)}
          onKeep={(reason) => {
            setKeeping(false);
            people.decide("keep", reason);
          }}
        />
        <Confirm
          opened={forgetting}
          onClose={() => setForgetting(false)}
          title={say.forget}
          act={say.forget}
          onConfirm={people.forget}
        >
          <p>{say.forget_says}</p>
        </Confirm>
      </Page>
    </Pictures>
  );
}
