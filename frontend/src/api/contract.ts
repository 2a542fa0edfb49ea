/** The things that the API speaks of, by the names the page uses. Generated from the schema: `npm run types`. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Id = string;
export interface Page<T> {
  results: T[];
  next: string | null;
}

// People
export type Role = Schemas["RoleEnum"];
export const ROLES: readonly Role[] = ["viewer", "annotator", "reviewer", "manager", "owner"];
export type Act = Schemas["ProjectActsEnum"];
export type Me = Schemas["Me"];
export type Member = Schemas["Member"];
export type Link = Schemas["OpenLink"];
export type LinkPage = Schemas["LinkPage"];
export type NewLink = Schemas["NewLink"];
export type Token = Schemas["Token"];
export type NewToken = Schemas["NewToken"];
export type AuditEvent = Schemas["AuditEvent"];
export type Person = Schemas["PersonAnswer"];

export type HuntState = Schemas["HuntState"];
export type SampleFrame = Schemas["HuntFrame"];

// Projects and what they hide
export type LabelKind = Schemas["Label"]["kind"];
export type MethodName = Schemas["LabelSettings"]["method"];
export type Scope = Schemas["Token"]["scopes"][number];
export type Label = Omit<Schemas["Label"], "kind"> & { kind: string };
export type LabelPolicy = Omit<Schemas["LabelSettings"], "method" | "color" | "strength"> & {
  method: string;
  color?: string;
  strength?: number;
};
export type Zone = Schemas["Zone"];
export type PolicySettings = Omit<Schemas["PolicySettings"], "labels"> & { labels: Record<Id, LabelPolicy> };
export type Policy = Omit<Schemas["Policy"], "settings"> & { settings: PolicySettings };
export type AssetState = Schemas["AssetCard"]["state"];
export type Project = Omit<Schemas["Project"], "counts" | "policy" | "labels"> & {
  counts: Partial<Record<AssetState, number>>;
  policy: Policy;
  labels: Label[];
};

// Assets
export type MarkState = "hidden" | "kept" | "undecided" | "candidate";
/** One shape on the cover frame; `box` is [x, y, width, height] as shares of the picture, 0 … 1. */
export type CardMark = Omit<Schemas["MarkAnswer"], "state" | "box"> & {
  state: MarkState;
  box: number[];
  shape?: "box" | "ellipse";
};
export type AssetCard = Schemas["AssetCard"];
export type Asset = Omit<Schemas["AssetDetail"], "policy"> & {
  policy: Omit<Schemas["PinnedPolicy"], "settings"> & { settings: PolicySettings };
};
export type Here = Schemas["PresentPerson"];
export type Review = Schemas["LastReview"];
export type Uploaded = Schemas["UploadAnswer"];

// Annotations: read and written by the asset page
export type Decision = Schemas["DecisionEnum"];
export type Keyframe = Schemas["KeyframeShape"];
export type Annotation = Schemas["AnnotationAnswer"];
export type Comment = Schemas["CommentAnswer"];

/** An object on the wall of crops. */
export type Crop = Schemas["CropAnswer"];
export type ScoresOfLabel = Schemas["ScoresOfLabel"];

// Jobs
export type Job = Schemas["Job"];
export type JobState = Schemas["JobStateEnum"];
export type Workers = Schemas["Workers"];

// Detection
export type Candidate = Omit<Schemas["CandidateAnswer"], "box"> & { box: [number, number, number, number] };
export type Detector = Schemas["DetectorAnswer"];
export type Preset = Schemas["PresetAnswer"];
export type PresetName = Schemas["PresetEnum"];
export type Method = Schemas["MethodAnswer"];

// Comparing
export type SetForm = Schemas["ComparedFormRequest"];
export type Evaluation = Schemas["EvaluationAnswer"];
export type EvaluationFigures = Schemas["FiguresAnswer"];
export type Difference = Schemas["DifferenceAnswer"];

// What is left
export type Proof = Omit<Schemas["ProofAnswer"], "figures"> & { figures: ProofFigures };
/** The parts of the report that the page shows; a part that was not measured is missing. */
export interface ProofFigures {
  files?: number;
  objects?: number;
  method?: { name: string | null; kind: string | null };
  residue?: { title: string; left: number; by_control: number | null; elsewhere: number; drawn: number };
  linkage?: { verdict: string; people: number; enough: boolean };
  reconstruction?: { verdict: string };
  plates?: { read: number; characters: number; still_read: number };
  fidelity?: {
    equal_share: { mean: number } | null;
    psnr: { mean: number } | null;
    files_with_carriers: number;
  };
  notes?: string[];
  looked_at?: Record<"pictures" | "clips" | "frames", { looked: number; of: number | null }>;
  /** Its sentences in other languages than English. */
  told?: Record<
    string,
    Pick<ProofFigures, "notes"> & { [Part in "linkage" | "reconstruction"]?: { verdict: string } }
  >;
}

// Exports
export type LeftOut = Schemas["LeftOutAnswer"];
export type ExportPreview = Schemas["ExportPreviewAnswer"];
export type ExportItem = Schemas["ExportItemAnswer"];
export type Export = Schemas["ExportAnswer"];
