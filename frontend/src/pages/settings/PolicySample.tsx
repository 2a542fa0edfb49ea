import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { getJob, listAssets, requestSample } from "../../api/calls";
import { sentenceOf } from "../../api/client";
import type { AssetCard, LabelPolicy, PolicySettings, Project } from "../../api/contract";
import { isLive } from "../../api/queries";
import { texts } from "../../texts";
import { Sample } from "../../ui/Sample";

const say = texts.settings;
const PAUSE = 500;

/** The rule on the chosen picture, or the project's first: at once as drawn here, a moment later as the server renders it. */
export function PolicySample({
  project,
  chosen,
  rule,
  draft,
  exact,
}: {
  project: Project;
  chosen?: AssetCard;
  rule: LabelPolicy;
  draft: PolicySettings;
  exact: boolean;
}) {
  const { data: first } = useQuery({
    queryKey: ["assets", project.id, "sample"],
    queryFn: async () => {
      const page = await listAssets({ project: project.id, kind: "image", limit: 20 });
      return (
        page.results.find((one) => one.marks.length > 0 && one.files.thumbnail) ?? page.results[0] ?? null
      );
    },
    staleTime: 60_000,
  });
  const asset = chosen ?? first;
  const { rendered, refused, forget } = useRendered(project, draft, chosen?.id, exact && Boolean(asset));
  const boxes = useMemo(
    () => (asset?.marks ?? []).filter(({ state }) => state !== "kept").map(({ box }) => box),
    [asset],
  );
  const source = asset?.files.view ?? asset?.files.thumbnail ?? asset?.files.redacted_thumbnail;
  return (
    <figure className="policy-sample">
      <div className="sample-frame">
        {rendered ? (
          <img src={rendered} alt={say.sample} onError={forget} />
        ) : source ? (
          <Sample source={source} boxes={rule.redact ? boxes : []} rule={rule} label={say.sample} />
        ) : (
          <p className="three">{say.sample_none}</p>
        )}
      </div>
      {source && (
        <figcaption className="three">
          {chosen ? say.sample_of(chosen.name) : say.sample}. {rendered ? say.sample_exact : say.sample_quick}
          {refused && <span className="wrong"> {refused}</span>}
        </figcaption>
      )}
    </figure>
  );
}

/** The address of the server's own sample of a draft, once the person stops moving the sliders; or why it refuses. */
function useRendered(project: Project, draft: PolicySettings, asset: string | undefined, enabled: boolean) {
  const [address, setAddress] = useState<string>();
  const [refused, setRefused] = useState("");
  useEffect(() => {
    setAddress(undefined);
    setRefused("");
    if (!enabled) return;
    let current = true;
    const timer = setTimeout(() => {
      void (async () => {
        try {
          let job = await requestSample(project.id, draft, asset);
          for (let tries = 0; current && isLive(job) && tries < 40; tries++) {
            await new Promise((resolve) => setTimeout(resolve, 150));
            job = await getJob(job.id);
          }
          const file = job.result.url ?? job.result.file;
          if (current && job.state === "succeeded" && typeof file === "string") setAddress(file);
        } catch (error) {
          if (current) setRefused(sentenceOf(error)); // the quick look stays
        }
      })();
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [project.id, draft, asset, enabled]);
  return { rendered: address, refused, forget: () => setAddress(undefined) };
}
