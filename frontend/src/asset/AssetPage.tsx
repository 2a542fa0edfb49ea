/** The page of one picture or video: reads what it needs, then hands over to the editor. */

import { useEffect } from "react";
import { useParams } from "react-router";
import { useAsset, useProject } from "../api/queries";
import { Page } from "../ui/Shell";
import { Empty, Failed } from "../ui/states";
import { AssetEditor } from "./AssetEditor";
import { Film, useAround, type Around } from "./Film";
import { say } from "./texts";
import "./asset.css";
import "./panels.css";

export default function AssetPage() {
  const { project: projectId = "", asset: assetId = "" } = useParams();
  const project = useProject(projectId);
  const around = useAround(projectId, project.data, assetId);
  const { data: asset } = useAsset(assetId);
  const kind = asset?.kind ?? around.cards.find((card) => card.id === assetId)?.kind;
  return (
    <>
      <OpenAsset project={project} assetId={assetId} around={around} />
      {kind === "image" && <Film project={projectId} cards={around.cards} current={assetId} />}
    </>
  );
}

interface Props {
  project: ReturnType<typeof useProject>;
  assetId: string;
  around: Around;
}

function OpenAsset({ project, assetId, around }: Props) {
  const asset = useAsset(assetId);
  const waiting = asset.data?.state === "processing";
  const { refetch } = asset;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => void refetch(), 2000);
    return () => clearInterval(timer);
  }, [waiting, refetch]);

  if (asset.isError || project.isError) {
    return (
      <Page title="">
        <Failed error={asset.error ?? project.error} onRetry={() => void asset.refetch()} />
      </Page>
    );
  }
  if (!asset.data || !project.data) return <Page title="">{null}</Page>;
  if (waiting || asset.data.state === "failed") {
    return (
      <Page title={asset.data.name}>
        <Empty
          title={waiting ? say.states.processing : say.states.failed}
          says={waiting ? undefined : asset.data.error}
          drawing="mask"
        />
      </Page>
    );
  }
  return <AssetEditor key={assetId} asset={asset.data} project={project.data} around={around} />;
}
