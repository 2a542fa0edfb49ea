import type { Project } from "../api/contract";
import { texts } from "../texts";
import { DatasetChoice } from "../ui/DatasetChoice";
import type { CropState } from "./store";

const say = texts.crops;

interface Props {
  project: Project;
  dataset: string;
  onDataset(dataset: string): void;
  save: CropState["save"];
}

/** In the bar over a dataset's objects: which dataset, and whether all that was decided is saved. */
export function CropActions({ project, dataset, onDataset, save }: Props) {
  return (
    <>
      <DatasetChoice datasets={project.datasets} value={dataset} label={say.dataset} onChange={onDataset} />
      <span className="three" role="status" data-save={save}>
        {say.saved[save]}
      </span>
    </>
  );
}
