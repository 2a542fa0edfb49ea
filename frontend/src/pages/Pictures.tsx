import { useCallback, useMemo, useRef, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { listAssetIds, nextAsset, type AssetFilter } from "../api/calls";
import { sentenceOf } from "../api/client";
import type { Project } from "../api/contract";
import { useAssets, useProject } from "../api/queries";
import { Trying } from "../crops/Trying";
import { texts } from "../texts";
import { Button } from "../ui/controls";
import { HintBar, learn } from "../ui/Hint";
import { notify } from "../ui/notices";
import { useShortcuts } from "../ui/shortcuts";
import { Page } from "../ui/Shell";
import { Failed } from "../ui/states";
import { DropTarget } from "../upload/DropTarget";
import { Uploads } from "../upload/Uploads";
import { useUploads } from "../upload/useUploads";
import { useSelection } from "../wall/useSelection";
import { Wall } from "../wall/Wall";
import { Filters, filterOf, readFilter } from "./pictures/Filters";
import { Find } from "./pictures/Find";
import { Headline } from "./pictures/Headline";
import { LiveLine } from "./pictures/LiveLine";
import { NothingHere } from "./pictures/NothingHere";
import { ProjectInspector } from "./pictures/ProjectInspector";
import { SelectionBar } from "./pictures/SelectionBar";
import { useBulk } from "./pictures/useBulk";
import { WorkerNotice } from "./WorkerNotice";
import "./pictures/pictures.css";

export const totalOf = (project: Project): number =>
  Object.values(project.counts).reduce((sum, count) => sum + (count ?? 0), 0);

export default function Pictures() {
  const { project: id = "" } = useParams();
  const { data: project, error, refetch } = useProject(id);
  if (error && !project) {
    return (
      <Page title={texts.pictures.page}>
        <Failed error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!project) return <Page title="">{null}</Page>;
  return (
    <Trying key={project.id}>
      <OpenProject project={project} />
    </Trying>
  );
}

/** The project opens on its pictures: one line, one button, and the wall. */
function OpenProject({ project }: { project: Project }) {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const tab = readFilter(search);
  const q = search.get("q") ?? "";
  const seen = search.get("seen") === "no" ? "no" : undefined;
  const assignee = search.get("assignee") ?? undefined;
  const filter = useMemo<AssetFilter>(
    () => ({ project: project.id, ...filterOf(tab), q, seen, assignee }),
    [project.id, tab, q, seen, assignee],
  );
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage, refetch } = useAssets(filter);
  const assets = useMemo(() => data?.pages.flatMap((page) => page.results) ?? [], [data]);
  const order = useMemo(() => assets.map((asset) => asset.id), [assets]);
  const selection = useSelection(order, JSON.stringify(filter));
  const bulk = useBulk();
  const scroller = useRef<HTMLDivElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [finding, setFinding] = useState(Boolean(q));
  const uploads = useUploads(project);
  const total = totalOf(project);
  const mayAdd = project.acts.includes("ingest") && project.datasets.length > 0;

  const query = search.toString();
  const addressOf = useCallback(
    (asset: string) => `/p/${project.id}/assets/${asset}${query ? `?${query}` : ""}`,
    [project.id, query],
  );
  const open = useCallback((asset: string) => void navigate(addressOf(asset)), [navigate, addressOf]);
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const selectAll = async () => {
    selection.all();
    if (!hasNextPage) return;
    try {
      selection.all(await listAssetIds(filter));
    } catch (problem) {
      notify(sentenceOf(problem), true);
    }
  };
  const choose = () => chooser.current?.click();

  const openNext = async () => {
    learn("open");
    try {
      const next = await nextAsset(project.id);
      if (next) void navigate(`/p/${project.id}/assets/${next.id}?need=you`);
      else void refetch();
    } catch (problem) {
      notify(sentenceOf(problem), true);
    }
  };

  useShortcuts(texts.keyboard.groups.pictures, [
    { keys: "Enter", says: texts.hints.open, run: () => void openNext() },
    { keys: "/", says: texts.hints.find, run: () => setFinding(true) },
    { keys: "A", says: texts.pictures.add, run: mayAdd ? choose : undefined },
    { keys: "Space", says: texts.hints.select },
    { keys: "Shift+ArrowRight", says: texts.selection.range },
    { keys: "Ctrl+A", says: texts.selection.all, run: () => void selectAll() },
    { keys: "Escape", says: texts.selection.clear, run: () => selection.clear() },
    { keys: "Ctrl+Z", says: texts.selection.undo_says, run: () => void bulk.undo() },
  ]);

  const select = useMemo(
    () => ({
      ...selection,
      toggle: (asset: string, range?: boolean) => {
        learn("select");
        selection.toggle(asset, range);
      },
    }),
    [selection],
  );

  return (
    <Page
      title={project.name}
      about={project.purpose || texts.nav.pictures}
      actions={
        <>
          <Find
            opened={finding}
            value={q}
            onOpen={() => setFinding(true)}
            onClose={() => setFinding(false)}
            onChange={(text) => {
              learn("find");
              setSearch(
                (old) => {
                  const next = new URLSearchParams(old);
                  if (text) next.set("q", text);
                  else next.delete("q");
                  return next;
                },
                { replace: true },
              );
            }}
          />
          {mayAdd && (
            <Button look="quiet" icon="plus" onClick={choose}>
              {texts.pictures.add}
            </Button>
          )}
        </>
      }
      inspector={<ProjectInspector project={project} onApplied={bulk.remember} />}
      footer={
        <>
          <Uploads uploads={uploads} />
          {selection.size > 0 ? (
            <SelectionBar assets={assets} selection={selection} bulk={bulk} project={project} />
          ) : (
            <PicturesHints project={project} shown={assets.length} />
          )}
        </>
      }
    >
      <DropTarget enabled={mayAdd} onFiles={uploads.add} chooser={chooser}>
        <div className="scroll pictures" ref={scroller}>
          <WorkerNotice />
          <Headline project={project} onReview={() => void openNext()} onChoose={choose} />
          {total > 0 && <Filters project={project} tab={tab} />}
          <LiveLine project={project} />
          <div className="wall-room">
            {error && !data ? (
              <Failed error={error} onRetry={() => void refetch()} />
            ) : data && assets.length === 0 ? (
              <NothingHere
                project={project}
                tab={tab}
                q={q}
                unseen={seen !== undefined}
                assigned={assignee !== undefined}
                total={total}
                onChoose={choose}
                mayAdd={mayAdd}
              />
            ) : (
              <Wall
                assets={assets}
                addressOf={addressOf}
                scroller={scroller}
                selection={select}
                onEnd={onEnd}
                onOpen={open}
              />
            )}
            <p className="three wall-more" role="status">
              {isFetchingNextPage ? texts.pictures.more : ""}
            </p>
          </div>
        </div>
      </DropTarget>
    </Page>
  );
}

function PicturesHints({ project, shown }: { project: Project; shown: number }) {
  if (shown === 0) return null;
  const hints = [
    ...(project.need_you > 0 ? [{ id: "open", keys: "Enter", says: texts.hints.open }] : []),
    { id: "select", keys: "Space", says: texts.hints.select },
    { id: "find", keys: "/", says: texts.hints.find },
    { id: "keys", keys: "?", says: texts.hints.keys },
  ];
  return <HintBar hints={hints} />;
}
