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

// Projects and what they hide
export type Label = Omit<Schemas["Label"], "kind"> & { kind: string };
export type LabelPolicy = Omit<Schemas["LabelSettings"], "method" | "color" | "strength"> & {
  method: string;
  color?: string;
  strength?: number;
};
export type PolicySettings = Omit<Schemas["PolicySettings"], "labels"> & { labels: Record<Id, LabelPolicy> };
export type Policy = Omit<Schemas["Policy"], "settings"> & { settings: PolicySettings };
export type AssetState = Schemas["State998Enum"];
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

// Jobs
export type Job = Schemas["Job"];
export type JobState = Schemas["JobStateEnum"];
export type Workers = Schemas["Workers"];

// Detection
export interface Candidate {
  frame: number;
  label: Id | string;
  box: [number, number, number, number];
  score: number;
}

export interface Detector {
  name: string;
  title: string;
  labels: string[];
  operating_threshold: number;
  licence: string;
  available: boolean;
  reason: string;
  says: string;
}

export interface Method {
  name: string;
  title: string;
  kind: string;
  says: string;
}

// Exports
export interface LeftOut {
  id: Id;
  name: string;
  state: AssetState;
  why: string;
}

export interface ExportPreview {
  ready: number;
  approved: number;
  waiting: number;
  left_out: LeftOut[];
}

export interface ExportItem {
  asset: Id | null;
  name: string;
  sha256: string;
  split: string;
  thumbnail: string | null;
}

export interface Export {
  id: Id;
  number?: number;
  dataset: Id;
  format: string;
  purpose: string;
  splits: Record<string, number>;
  state: JobState;
  approved: number;
  left_out: LeftOut[];
  items: ExportItem[];
  size: number;
  sha256: string;
  manifest_sha256: string;
  policy_version: number;
  approved_by: Record<string, number>;
  self_approved: number;
  created_at: string;
  finished_at?: string | null;
  job: Job | Id | null;
}
