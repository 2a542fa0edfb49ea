import { useCallback, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import type { CropFilter } from "../api/calls";
import type { Crop, Project } from "../api/contract";
import { useProject } from "../api/queries";
import { KeepDialog } from "../asset/KeepDialog";
import { CropActions } from "../crops/CropActions";
import { CropFilters, useCropFilter } from "../crops/CropFilters";
import { CropGrid } from "../crops/CropGrid";
import { Pictures } from "../crops/CropPicture";
import { CropInspector } from "../crops/CropInspector";
import { shareOf } from "../crops/share";
import { hiddenBy, type Tried } from "../crops/thresholds";
import { ThresholdParts } from "../crops/ThresholdParts";
import { usePicked } from "../crops/usePicked";
import { useCropPictures } from "../crops/useCropPictures";
import { useCropStore } from "../crops/useCropStore";
import type { Decide } from "../crops/store";
import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { flagSaid } from "../texts/served";
import { Button } from "../ui/controls";
import { HintBar, learn } from "../ui/Hint";
import { minutesLeft, noted, type Done } from "../ui/pace";
import { useShortcuts } from "../ui/shortcuts";
import { Page } from "../ui/Shell";
import { Empty, Failed } from "../ui/states";
import "./pictures/pictures.css";

const say = texts.crops;
const SAMPLE = 60;

/** All objects of a dataset that need somebody, one beside the other. */
export default function Objects() {
  const { project: id = "" } = useParams();
  const { data: project, error, refetch } = useProject(id);
  if (!project) {
    return (
      <Page title={say.page}>{error ? <Failed error={error} onRetry={() => void refetch()} /> : null}</Page>
    );
  }
  if (!project.acts.includes("annotate")) {
    return (
      <Page title={say.page} about={project.name}>
        <Empty title={say.page} says={say.blind} drawing="mask" />
      </Page>
    );
  }
  return <OpenObjects key={project.id} project={project} />;
}

function OpenObjects({ project }: { project: Project }) {
  const navigate = useNavigate();
  const [dataset, setDataset] = useState(project.datasets[0]?.id ?? "");
  const [sampling, setSampling] = useState<"certain" | "open">();
  const [round, setRound] = useState(0);
  const { filter: chosen, filtered, clear } = useCropFilter();
  const filter = useMemo<CropFilter>(
    () => ({ ...chosen, ...(sampling ? { show: sampling, sample: SAMPLE } : {}) }),
    [chosen, sampling],
  );
  const { store, state } = useCropStore(dataset, filter, round);
  const pictures = useCropPictures(dataset);
  const { items } = state;
  const picked = usePicked(items, store.waits);
  const [keeping, setKeeping] = useState(false);
  const [done, setDone] = useState<readonly Done[]>([]);
  const scroller = useRef<HTMLDivElement>(null);
  const current = items[picked.place];

  const [tried, setTried] = useState<Tried>(new Map());
  const hides = useCallback((crop: Crop) => hiddenBy(tried, crop), [tried]);
  const nameOf = useCallback(
    (crop: Crop) => {
      const label = project.labels.find((one) => one.id === crop.label)?.name ?? "";
      const score = hides(crop) ? decimal(crop.score) : say.open_score(decimal(crop.score));
      return say.one(label, score, whyOf(crop), crop.name);
    },
    [hides, project.labels],
  );
  const open = (crop: Crop | undefined) => {
    if (crop) void navigate(`/p/${project.id}/assets/${crop.asset}?object=${crop.id}`);
  };
  const decide = (how: Decide, reason = "") => {
    const ids = picked.subject();
    learn(`crops.${how}`);
    picked.leave(ids);
    store.decide(ids, how, reason);
    setDone((before) => noted(before, Date.now(), ids.length));
  };
  const keep = () => {
    if (picked.subject().length) setKeeping(true);
  };
  const undo = () => store.undo();

  useShortcuts(say.group, [
    { keys: "Enter", says: say.keys.hide, run: () => decide("redact") },
    { keys: "Y", says: say.keys.keep, run: keep },
    { keys: "X", says: say.keys.remove, run: () => decide("remove") },
    { keys: "Space", says: say.keys.toggle },
    { keys: "Shift+ArrowRight", says: say.keys.extend },
    { keys: "Ctrl+A", says: say.keys.all },
    { keys: "Ctrl+Z", says: say.keys.undo, run: undo },
    { keys: "O", says: say.keys.open, run: () => open(current) },
    { keys: "Escape", says: say.keys.clear, run: () => picked.clear() },
  ]);

  const onShow = useCallback((ids: string[]) => void store.show(ids), [store]);
  const onEnd = useCallback(() => void store.more(), [store]);
  const left = state.counts ? Math.max(0, state.counts.open - (sampling ? 0 : state.decided)) : null;

  const nothing = state.ended && !items.length && !state.failed; // that is said below, once
  const minutes = left === null ? null : minutesLeft(done, left);

  return (
    <Pictures value={pictures}>
      <Page
        title={say.page}
        about={project.name}
        actions={<CropActions project={project} dataset={dataset} onDataset={setDataset} save={state.save} />}
        inspector={
          <CropInspector
            crop={current}
            name={current ? nameOf(current) : ""}
            hidden={current ? hides(current) : false}
            why={current ? whyOf(current) : ""}
            selected={picked.size}
            canUndo={state.canUndo}
            onDecide={decide}
            onKeep={keep}
            onUndo={undo}
            onOpen={() => open(current)}
          >
            <ThresholdParts project={project} dataset={dataset} tried={tried} onTry={setTried} />
          </CropInspector>
        }
        footer={
          <HintBar
            lead={picked.size > 0 ? say.selected(picked.size) : undefined}
            hints={[
              { id: "crops.redact", keys: "Enter", says: say.keys.hide },
              { id: "crops.keep", keys: "Y", says: say.keys.keep },
              { id: "crops.remove", keys: "X", says: say.keys.remove },
              { id: "crops.sweep", keys: "Shift+ArrowRight", says: say.keys.extend },
            ]}
          />
        }
      >
        <div className="scroll" ref={scroller}>
          <header className="headline">
            {nothing && !sampling ? (
              <span className="grow" />
            ) : (
              <h1>
                {sampling
                  ? say.sampled[sampling](items.length + state.decided)
                  : left === null
                    ? ""
                    : left
                      ? say.need(left)
                      : say.nobody}{" "}
                <span>
                  {sampling
                    ? say.sampled_says[sampling]
                    : minutes !== null
                      ? texts.common.minutes_left(minutes)
                      : left
                        ? say.order
                        : ""}
                </span>
              </h1>
            )}
            {!sampling && (
              <Link className="button" to={`/p/${project.id}/people`}>
                {texts.persons.nav}
              </Link>
            )}
            {sampling && (
              <>
                <Button onClick={() => setRound(round + 1)}>{say.again}</Button>
                <Button onClick={() => setSampling(undefined)}>{say.back}</Button>
              </>
            )}
          </header>
          <CropFilters project={project} />
          {!sampling && Boolean(state.counts?.certain) && (
            <p className="crops-certain two">
              {say.certain(state.counts!.certain)} ·{" "}
              <button type="button" className="text" onClick={() => setSampling("certain")}>
                {say.sample(Math.min(SAMPLE, state.counts!.certain))}
              </button>
            </p>
          )}
          {!sampling && left !== null && left > SAMPLE && (
            <p className="crops-certain two" data-waits="">
              {say.waits} ·{" "}
              <button type="button" className="text" onClick={() => setSampling("open")}>
                {say.sample(SAMPLE)}
              </button>
            </p>
          )}
          {sampling === "open" && state.ended && left !== null && (
            <p className="crops-certain two" role="status" data-nobodies={state.removed}>
              {nobodies(state.removed, items.length + state.decided, left)}
            </p>
          )}
          {state.failed && !items.length ? (
            <Failed error={state.failed} onRetry={() => void store.more()} />
          ) : nothing ? (
            <Empty
              title={say.nobody}
              says={filtered ? say.filter.on : undefined}
              drawing={filtered ? "filtered" : "nobody"}
              act={filtered ? <Button onClick={clear}>{say.filter.clear}</Button> : undefined}
            />
          ) : (
            <CropGrid
              items={items}
              picked={picked}
              scroller={scroller}
              nameOf={nameOf}
              hides={hides}
              onShow={onShow}
              onEnd={onEnd}
              onOpen={open}
            />
          )}
          <p className="three wall-more" role="status">
            {state.reading && items.length > 0 ? say.more : ""}
          </p>
        </div>
        <KeepDialog
          opened={keeping}
          count={picked.subject().length}
          onClose={() => setKeeping(false)}
          onKeep={(reason) => {
            setKeeping(false);
            decide("keep", reason);
          }}
        />
      </Page>
    </Pictures>
  );
}

/** What taking `removed` off a sample says about the others that wait. */
function nobodies(removed: number, sample: number, left: number): string {
  if (!sample) return "";
  const [least, most] = shareOf(removed, sample).map((share) => Math.round(100 * share));
  return say.nobodies(removed, sample, least!, most!, Math.max(0, left - sample));
}

/** Each doubt once: a clip's object may have the same one at many of its frames. */
function whyOf(crop: Crop): string {
  const said = crop.flags.filter((flag) => !flag.seen).map(flagSaid);
  return [...new Set(said)]
    .map((one) => say.times(one, said.filter((other) => other === one).length))
    .join(", ");
}
