import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useNavigate, useParams } from "react-router";
import { noteLooked } from "../api/calls";
import { sentenceOf } from "../api/client";
import type { AssetCard, Project } from "../api/contract";
import { queryClient, useMe, useProject } from "../api/queries";
import { forgetChanges, Trying, TryingParts } from "../crops/Trying";
import { HuntInspector } from "../hunt/HuntInspector";
import { filmSampled, Rest, sampled } from "../hunt/Rest";
import { HuntSheet, type Cross } from "../hunt/HuntSheet";
import { Pictures } from "../hunt/pictures";
import { TriedPart } from "../hunt/TriedPart";
import { boxAt, frameOf, keyOf, mostOpen, placeAt } from "../hunt/sheets";
import { useClips } from "../hunt/useClips";
import { useHuntList } from "../hunt/useHuntList";
import { useMissed } from "../hunt/useMissed";
import { nameOf, useParts } from "../hunt/useParts";
import { useRoom } from "../hunt/useRoom";
import { useSheets } from "../hunt/useSheets";
import { useWhole } from "../hunt/useWhole";
import { texts } from "../texts";
import { decimal } from "../texts/numbers";
import { HintBar, learn } from "../ui/Hint";
import { notify } from "../ui/notices";
import { useShortcuts } from "../ui/shortcuts";
import { Page } from "../ui/Shell";
import { Empty, Failed } from "../ui/states";

const say = texts.hunt;
const STATES = ["annotate", "in_review", "approved", "ready"];
const AHEAD = 2; // sheets that are made before they are wanted
const NOTED = 100; // assets in one request
const TELLING = 30; // pictures without anybody from which on they say something about the rest

/** A contact sheet of what would leave, to find who was missed. */
export default function Hunt() {
  const { project: id = "" } = useParams();
  const { data: project, error, refetch } = useProject(id);
  const { data: me } = useMe();
  if (!project || !me) {
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
  return (
    <Trying key={project.id}>
      <OpenHunt project={project} user={me.id} />
    </Trying>
  );
}

function OpenHunt({ project, user }: { project: Project; user: string }) {
  const navigate = useNavigate();
  const [dataset, setDataset] = useState(project.datasets[0]?.id ?? "");
  const [unseen, setUnseen] = useState(true);
  const [least, setLeast] = useState(12);
  const [cross, setCross] = useState<Cross | null>(null);
  const [done, setDone] = useState(0);
  const stage = useRef<HTMLDivElement>(null);
  const room = useRoom(stage);
  const [whole, toggleWhole] = useWhole();
  const pictures = useMemo(() => new Pictures(), []);
  const made = useSyncExternalStore(pictures.subscribe, pictures.snapshot);

  const parts = useParts(dataset);
  const { part } = parts;
  const list = useHuntList(dataset, unseen, part);
  const { more } = list;
  const hasMore = list.next !== null;
  const assets = useMemo(() => list.assets.filter(isThere), [list.assets]);
  const byId = useMemo(() => new Map(assets.map((asset) => [asset.id, asset])), [assets]);
  const drawn = typeof part === "object" ? part?.frames : undefined;
  const clips = useClips(`${dataset} ${unseen} ${nameOf(part)}`, assets, drawn);
  const { all } = clips;
  const complete = clips.complete && !hasMore;
  const way = useSheets(clips.of, all, room, least, complete, Boolean(drawn));
  const { sheets, sheet, at } = way;
  const assetOf = useCallback((id: string) => byId.get(id), [byId]);
  const renew = useCallback(
    (asset: string) => {
      pictures.renew(all.filter((picture) => picture.asset === asset && made.has(keyOf(picture))));
      void forgetChanges(asset);
    },
    [all, made, pictures],
  );
  const missed = useMissed(project, user, assetOf, renew);

  useEffect(() => {
    pictures.want(sheets.slice(at, at + 1 + AHEAD).flatMap((one) => one.map((piece) => piece.picture)));
    if (room && hasMore && at + 10 > sheets.length) void more();
  }, [at, hasMore, more, pictures, room, sheets]);

  const clean = () => {
    if (!sheet.length) return;
    const keys = sheet.map((piece) => keyOf(piece.picture));
    if (!keys.every((key) => made.get(key)?.url || made.get(key)?.wrong)) return notify(say.not_yet);
    const unshown = keys.filter((key) => !made.get(key)?.url);
    if (unshown.length) notify(say.unshown(unshown.length));
    learn("hunt.clean");
    setCross(null);
    const fresh = way.pass(unshown);
    if (fresh.length && !drawn) void note(fresh);
  };
  const [noting, setNoting] = useState(0);
  const note = async (ids: string[]) => {
    setNoting((before) => before + 1);
    try {
      for (let i = 0; i < ids.length; i += NOTED) {
        const part = ids.slice(i, i + NOTED);
        await noteLooked(dataset, part, clips.seenOf(part));
      }
      setDone((before) => before + ids.length);
    } catch (error) {
      way.forget(ids);
      notify(sentenceOf(error), true);
    } finally {
      setNoting((before) => before - 1);
    }
  };
  useEffect(
    () => () => {
      void queryClient.invalidateQueries({ queryKey: ["assets"] });
      void queryClient.invalidateQueries({ queryKey: ["project"] });
    },
    [],
  );
  const spot = (x: number, y: number) => {
    const place = placeAt(sheet, x, y, least);
    if (!place || !made.get(keyOf(place.picture))?.url) return;
    learn("hunt.spot");
    way.miss();
    void missed.point(place.picture, place.at);
  };
  const draw = (from: Cross, to: Cross) => {
    const drawn = boxAt(sheet, from, to, least);
    if (!drawn || !made.get(keyOf(drawn.picture))?.url) return;
    way.miss();
    void missed.draw(drawn.picture, drawn.box);
  };

  const through = complete && room !== null && at >= sheets.length;
  const sampling = typeof part === "object" && part !== null;
  const { end, read, state } = parts;
  const over = through && !noting;
  useEffect(() => {
    if (!over) return;
    const open = new Set(missed.signs.map(({ key }) => key));
    if (drawn) void end({ missed: [], frames: drawn.filter((one) => open.has(frameOf(one))) });
    else if (sampling) {
      const those = new Set([...open].map((key) => key.split(" ")[0]!));
      void end({ missed: [...those].filter(assetOf), frames: [] });
    } else void read();
    // once, when the last sheet is through
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [over, sampling]);
  const ends = over && !sampling ? state : undefined;
  const clean_left = part === "doubtful" && Boolean(ends?.clean);
  const stops = ends && (clean_left || ends.film.frames > 0) ? ends : undefined;
  const openLeft = () => way.forget(clips.open());
  const rest = sampling
    ? drawn
      ? say.in_frames
      : say.in_sample
    : way.clean >= TELLING && way.left > 0
      ? say.rest(way.clean, decimal(100 * mostOpen(way.clean), 1), way.left, hasMore)
      : "";

  useShortcuts(say.group, [
    { keys: "Space", says: say.keys.clean, run: clean },
    { keys: "F", says: say.keys.whole, run: toggleWhole },
    { keys: "Backspace", says: say.keys.back, run: way.back },
    { keys: "ArrowRight", says: say.keys.cross },
    { keys: "Enter", says: say.keys.spot },
    { keys: "Ctrl+Z", says: say.keys.undo, run: () => void missed.undo() },
    ...(stops && clean_left
      ? [
          { keys: "S", says: say.keys.sample, run: () => void parts.sample("pictures") },
          { keys: "A", says: say.keys.all, run: parts.rest },
        ]
      : []),
    ...(stops?.film.frames
      ? [{ keys: "C", says: say.keys.frames, run: () => void parts.sample("frames") }]
      : []),
    ...(stops?.film.frames && clips.left ? [{ keys: "R", says: say.keys.left, run: openLeft }] : []),
  ]);

  const place =
    sheets.length > 0 && !through ? say.sheet(at + 1, `${sheets.length}${hasMore ? say.more : ""}`) : "";
  return (
    <Page
      title={say.page}
      about={place}
      inspector={
        <HuntInspector
          project={project}
          dataset={dataset}
          onDataset={setDataset}
          least={least}
          onLeast={setLeast}
          unseen={unseen}
          onUnseen={setUnseen}
          extent={clips.extent}
          onExtent={clips.setExtent}
          looked={done}
          missed={missed.missed}
          following={missed.following}
          rest={rest || (state ? `${sampled(state)} ${filmSampled(state)}`.trim() : "")}
          similar={missed.similar}
          pictures={pictures}
          onHideSimilar={(those) => void missed.hideSimilar(those)}
          onForget={missed.forget}
          sizeOf={(asset) => {
            const card = byId.get(asset);
            return card && { width: card.width ?? 0, height: card.height ?? 0 };
          }}
          canAct={sheet.length > 0}
          onClean={clean}
          onBack={way.back}
          onUndo={() => void missed.undo()}
          onOpen={
            missed.last ? () => void navigate(`/p/${project.id}/assets/${missed.last!.asset}`) : undefined
          }
        >
          <TryingParts project={project} dataset={dataset} />
          <TriedPart
            sheet={sheet}
            dataset={dataset}
            assetOf={assetOf}
            onHide={(those) => void missed.hideSimilar(those)}
          />
        </HuntInspector>
      }
      footer={
        stops ? undefined : (
          <HintBar
            hints={[
              { id: "hunt.clean", keys: "Space", says: say.keys.clean },
              { id: "hunt.whole", keys: "F", says: say.keys.whole },
              { id: "hunt.cross", keys: "ArrowRight", says: say.keys.cross },
              { id: "hunt.spot", keys: "Enter", says: say.keys.spot },
            ]}
          />
        )
      }
    >
      <h1 className="only-heard">{say.page}</h1>
      {list.failed && !sheet.length ? (
        <Failed error={list.failed} onRetry={() => void more()} />
      ) : stops ? (
        <Rest
          state={stops}
          pictures={clean_left}
          left={clips.left}
          onSample={(of) => void parts.sample(of)}
          onAll={parts.rest}
          onLeft={openLeft}
        />
      ) : parts.failed ? (
        <Failed error={parts.failed} onRetry={() => void read()} />
      ) : through && (sampling || !over) ? null : through && !assets.length ? (
        <Empty title={say.none} says={unseen ? say.none_says : undefined} drawing="nobody" />
      ) : through ? (
        <Empty title={say.done} says={say.done_says} drawing="nobody" />
      ) : (
        <div className="hunt-room" data-whole={whole || undefined} data-following={missed.following}>
          <HuntSheet
            stage={stage}
            sheet={sheet}
            dataset={dataset}
            least={least}
            pictures={pictures}
            signs={missed.signs}
            cross={cross}
            onCross={setCross}
            onSpot={spot}
            onBox={draw}
            onClean={clean}
          />
          {whole && (
            <p className="hunt-line">
              {place} · <kbd>{texts.keyboard.caps.Space}</kbd> {say.keys.clean} · <kbd>F</kbd> {say.keys.page}{" "}
              <span data-rest={way.clean}>{rest}</span>
            </p>
          )}
        </div>
      )}
    </Page>
  );
}

const isThere = (asset: AssetCard) => STATES.includes(asset.state) && Boolean(asset.width && asset.height);
