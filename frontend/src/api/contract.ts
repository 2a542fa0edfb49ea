/** The things that the API speaks of. Geometry is in pixels of the upright frame unless said otherwise. */

export type Id = string;
export type Role = "viewer" | "annotator" | "reviewer" | "manager" | "owner";
export const ROLES: readonly Role[] = ["viewer", "annotator", "reviewer", "manager", "owner"];
export type Act =
  | "view"
  | "see_originals"
  | "comment"
  | "annotate"
  | "ingest"
  | "detect"
  | "review"
  | "export"
  | "manage_project"
  | "manage_members"
  | "delete_project"
  | "read_audit"
  | "own_organization";

export interface Page<T> {
  results: T[];
  next: string | null;
}

export interface Membership {
  organization: Id;
  project: Id | null;
  role: Role;
  sees_originals: boolean;
}

export interface Me {
  id: Id;
  email: string;
  name: string;
  is_superuser: boolean;
  csrf_token?: string;
  organizations: { id: Id; name: string; role: Role | null }[];
  memberships: Membership[];
}

export interface Label {
  id: Id;
  name: string;
  kind: string;
  chip: string;
  attributes: unknown[];
  position: number;
}

export interface LabelPolicy {
  redact: boolean;
  method: string;
  shape: "box" | "ellipse";
  margin: number;
  color?: string;
  strength?: number;
  threshold: number;
}

export interface PolicySettings {
  labels: Record<Id, LabelPolicy>;
  audio: "keep" | "remove";
  detector: string;
}

export interface Policy {
  id: Id;
  version: number;
  settings: PolicySettings;
  published_by: Person | null;
  published_at: string;
}

export interface Person {
  id: Id;
  name: string;
  email?: string;
}

export type AssetState =
  "processing" | "failed" | "annotate" | "in_review" | "approved" | "ready" | "excluded";

export interface Project {
  id: Id;
  organization: Id;
  name: string;
  purpose: string;
  retention_days: number | null;
  self_approval: boolean;
  role: Role;
  acts: Act[];
  counts: Partial<Record<AssetState, number>>;
  need_you: number;
  hidden_people: number;
  undecided: number;
  kept: number;
  labels: Label[];
  policy: Policy | null;
  datasets: { id: Id; name: string }[];
  members_count: number;
  cover: Id | null;
  created_at: string;
}

export type MarkState = "hidden" | "kept" | "undecided" | "candidate";

/** One shape on the cover frame; `box` is [x, y, width, height] as shares of the picture, 0 … 1. */
export interface CardMark {
  state: MarkState;
  box: [number, number, number, number];
  why: string;
  shape?: "box" | "ellipse";
}

export interface AssetCard {
  id: Id;
  dataset: Id;
  name: string;
  kind: "image" | "video";
  state: AssetState;
  reason: string;
  error: string;
  width: number | null;
  height: number | null;
  n_frames: number;
  duration: number | null;
  fps: number | null;
  revision: number;
  counts: { hidden: number; kept: number; undecided: number; candidates: number };
  searched: boolean;
  marks: CardMark[];
  files: Record<string, string>;
  notes: string[];
  risk: number;
  updated_at: string;
  job: { state: string; progress: number } | null;
}

export interface Here {
  id: Id;
  name: string;
  frame: number | null;
}

export interface Asset extends AssetCard {
  labels: { label: Id; how: "run" | "hand" | "none"; run: string | null; by: Person | string | null }[];
  acts: Act[];
  presence: Here[];
  policy: Policy;
  review: Review | null;
  neighbours: { previous: Id | null; next: Id | null };
}

export interface Review {
  id: Id;
  revision: number;
  verdict: "approved" | "changes";
  reviewer: Person | null;
  self_approved: boolean;
  hid_undecided: number;
  comment: string;
  created_at: string;
}

export type JobState = "queued" | "running" | "cancelling" | "succeeded" | "partial" | "failed" | "cancelled";

export interface Job {
  id: Id;
  kind: string;
  title: string;
  state: JobState;
  project: Id | null;
  dataset: Id | null;
  done: number;
  total: number;
  failed: number;
  message: string;
  errors: { asset: Id | null; name: string; detail: string }[];
  result: Record<string, unknown>;
  created_by: Person | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  eta_seconds: number | null;
  acts: Act[];
}

export interface Workers {
  workers: { name: string; queues: string[]; last_seen: string; busy: string | boolean | null }[];
  queues: Record<string, number>;
  says: string | null;
}

export interface Member {
  id: Id;
  user: { id: Id; email: string; name: string };
  organization: Id;
  project: Id | null;
  role: Role;
  sees_originals: boolean;
}

export interface Link {
  id: Id;
  kind: "invite" | "reset" | "sign_in";
  url?: string;
  organization: Id | { id: Id; name: string } | null;
  project: Id | { id: Id; name: string } | null;
  role: Role | "";
  email: string;
  expires_at: string;
  by?: Person | string | null;
}

export interface Token {
  id: Id;
  name: string;
  organization: Id;
  scopes: string[];
  sees_originals: boolean;
  expires_at: string | null;
  created_at: string;
  last_used_at: string | null;
  secret?: string;
}

export interface Uploaded {
  job: Job | null;
  assets: { id: Id; name: string; state: AssetState }[];
  duplicates: { name: string; of: { id: Id; name: string } }[];
  errors: { name: string; detail: string }[];
}

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
  state: JobState | "ready";
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

export interface AuditEvent {
  id: Id;
  at: string;
  act: string;
  actor: Person | string | null;
  thing: string;
  name?: string;
  details: Record<string, unknown>;
}

/* Annotations: read and written by the asset page. */

export type Decision = "redact" | "keep" | "undecided";

export interface Keyframe {
  frame: number;
  shape: unknown;
  outside: boolean;
  occluded: boolean;
  score: number | null;
}

export interface Annotation {
  id: Id;
  label: Id;
  source: "run" | "person" | "import";
  score: number;
  decision: Decision;
  reason: string;
  attributes: Record<string, unknown>;
  flags: { flag: string; frames?: number[]; says: string }[];
  hidden: boolean;
  keyframes: Keyframe[];
  first_frame: number;
  last_frame: number;
  author: Person | Id | null;
  revision: number;
}

export interface Candidate {
  frame: number;
  label: Id | string;
  box: [number, number, number, number];
  score: number;
}

export interface Comment {
  id: Id;
  text: string;
  annotation: Id | null;
  frame: number | null;
  at: [number, number] | null;
  author: Person | null;
  created_at: string;
  resolved_at: string | null;
}
