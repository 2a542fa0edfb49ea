/** Every call of the API as a function. Pages call these and nothing else. */
import { send, type Query } from "./client";
import type * as T from "./contract";

type Filter = { dataset?: T.Id; project?: T.Id; state?: string; kind?: string; q?: string; need?: "you" };
export type AssetFilter = Filter;

const job = (answer: { job: T.Job }) => answer.job;

// Who I am
export const getMe = () => send<T.Me>("GET", "auth/me");
export const signIn = (email: string, password: string) =>
  send<T.Me>("POST", "auth/sign-in", { body: { email, password } });
export const signOut = () => send<void>("POST", "auth/sign-out");
export const renameMe = (name: string) => send<T.Me>("PATCH", "auth/me", { body: { name } });
export const changePassword = (current: string, changed: string) =>
  send<void>("POST", "auth/password", { body: { current, new: changed } });

// Links, members, tokens, organizations
export const readLink = (token: string) => send<T.LinkPage>("GET", `links/${token}`);
export const followLink = (token: string, body: { email?: string; name?: string; password?: string }) =>
  send<T.Me>("POST", `links/${token}`, { body });
export interface LinkWish {
  kind: "invite" | "reset";
  organization?: T.Id;
  project?: T.Id;
  role?: T.Role;
  sees_originals?: boolean;
  email?: string;
  member?: T.Id;
}
export const createLink = (body: LinkWish) => send<T.NewLink>("POST", "links", { body });
export const listLinks = (query: { organization: T.Id }) =>
  send<T.Page<T.Link> | T.Link[]>("GET", "links", { query }).then(rowsOf);
export const deleteLink = (id: T.Id) => send<void>("DELETE", `links/${id}`);
export const listMembers = (query: { organization?: T.Id; project?: T.Id }) =>
  send<T.Page<T.Member> | T.Member[]>("GET", "members", { query }).then(rowsOf);
export const changeMember = (id: T.Id, body: { role?: T.Role; sees_originals?: boolean }) =>
  send<T.Member>("PATCH", `members/${id}`, { body });
export const deleteMember = (id: T.Id) =>
  send<{ job: T.Job }>("DELETE", `members/${id}`, { body: { confirm: true } }).then(job);
export const listTokens = () => send<T.Page<T.Token> | T.Token[]>("GET", "tokens").then(rowsOf);
export interface TokenWish {
  name: string;
  organization: T.Id;
  scopes: string[];
  sees_originals: boolean;
  expires_in_days: number;
}
export const createToken = (body: TokenWish) => send<T.NewToken>("POST", "tokens", { body });
export const deleteToken = (id: T.Id) => send<void>("DELETE", `tokens/${id}`);
export const listAudit = (organization: T.Id, cursor?: string) =>
  send<T.Page<T.AuditEvent>>("GET", "audit", { query: { organization, cursor } });

// Projects, labels, policies, datasets
export const listProjects = () =>
  send<T.Page<T.Project> | T.Project[]>("GET", "projects", { query: { limit: 200 } }).then(rowsOf);
export const getProject = (id: T.Id) => send<T.Project>("GET", `projects/${id}`);
export interface NewProject {
  organization: T.Id;
  name: string;
  purpose?: string;
  hide: string[];
  method?: string;
  self_approval?: boolean;
}
export const createProject = (body: NewProject) => send<T.Project>("POST", "projects", { body });
export const changeProject = (
  id: T.Id,
  body: Partial<Pick<T.Project, "name" | "purpose" | "retention_days" | "self_approval">>,
) => send<T.Project>("PATCH", `projects/${id}`, { body });
export const deleteProject = (id: T.Id, confirm: string) =>
  send<{ job: T.Job }>("DELETE", `projects/${id}`, { body: { confirm } }).then(job);
export const createLabel = (project: T.Id, body: { name: string; kind: string; chip?: string }) =>
  send<T.Label>("POST", `projects/${project}/labels`, { body });
export const changeLabel = (id: T.Id, body: Partial<Pick<T.Label, "name" | "chip" | "position">>) =>
  send<T.Label>("PATCH", `labels/${id}`, { body });
export const deleteLabel = (id: T.Id) => send<void>("DELETE", `labels/${id}`);
export const listPolicies = (project: T.Id) =>
  send<T.Page<T.Policy> | T.Policy[]>("GET", `projects/${project}/policies`).then(rowsOf);
export const tryPolicy = (project: T.Id, settings: T.PolicySettings) =>
  send<{ approvals_fall: number; assets: number }>("POST", `projects/${project}/policies`, {
    body: { settings, dry_run: true },
  });
export const publishPolicy = (project: T.Id, settings: T.PolicySettings) =>
  send<{ policy: T.Policy; job: T.Job }>("POST", `projects/${project}/policies`, { body: { settings } });
export const requestSample = (project: T.Id, settings: T.PolicySettings) =>
  send<{ job: T.Job }>("POST", `projects/${project}/sample`, { body: { settings } }).then(job);
export const createDataset = (project: T.Id, name: string) =>
  send<{ id: T.Id; name: string }>("POST", "datasets", { body: { project, name } });
export const deleteDataset = (id: T.Id) =>
  send<{ job: T.Job }>("DELETE", `datasets/${id}`, { body: { confirm: true } }).then(job);

// Assets and what people do with them
export const listAssets = (query: AssetFilter & { cursor?: string; limit?: number }) =>
  send<T.Page<T.AssetCard>>("GET", "assets", { query: query as Query });
export const getAsset = (id: T.Id) => send<T.Asset>("GET", `assets/${id}`);
export const deleteAsset = (id: T.Id) =>
  send<{ job: T.Job }>("DELETE", `assets/${id}`, { body: { confirm: true } }).then(job);
export const nextAsset = (project: T.Id, after?: T.Id) =>
  send<T.AssetCard | undefined>("GET", "assets/next", { query: { project, after } });
export const submitAsset = (id: T.Id) => send<T.AssetCard>("POST", `assets/${id}/submit`);
export const approveAsset = (id: T.Id, revision: number, hideUndecided: boolean) =>
  send<T.AssetCard>("POST", `assets/${id}/approve`, { body: { revision, hide_undecided: hideUndecided } });
export const requestChanges = (id: T.Id, revision: number, comment: string) =>
  send<T.AssetCard>("POST", `assets/${id}/request-changes`, { body: { revision, comment } });
export const excludeAsset = (id: T.Id, reason: string) =>
  send<T.AssetCard>("POST", `assets/${id}/exclude`, { body: { reason } });
export const includeAsset = (id: T.Id) => send<T.AssetCard>("POST", `assets/${id}/include`);
export const reopenAsset = (id: T.Id) => send<T.AssetCard>("POST", `assets/${id}/reopen`);
export type BulkAct = "submit" | "approve" | "exclude" | "delete";
export interface BulkResult {
  done: T.Id[];
  refused: { id: T.Id; detail: string }[];
  job?: T.Job;
}
export const actOnMany = (
  act: BulkAct,
  assets: T.Id[],
  extra: { reason?: string; hide_undecided?: boolean; confirm?: boolean } = {},
) => send<BulkResult>("POST", "assets/bulk", { body: { act, assets, ...extra } });
export const listReviews = (asset: T.Id) =>
  send<T.Page<T.Review> | T.Review[]>("GET", `assets/${asset}/reviews`).then(rowsOf);

// Detection, jobs, workers
export const listDetectors = () => send<T.Page<T.Detector> | T.Detector[]>("GET", "detectors").then(rowsOf);
export const listMethods = () => send<T.Page<T.Method> | T.Method[]>("GET", "methods").then(rowsOf);
export const startDetection = (body: {
  dataset?: T.Id;
  assets?: T.Id[];
  detectors?: string[];
  labels?: string[];
}) => send<{ job: T.Job }>("POST", "detections", { body }).then(job);
export const listJobs = (query: {
  project?: T.Id;
  state?: string;
  active?: 1;
  cursor?: string;
  limit?: number;
}) => send<T.Page<T.Job>>("GET", "jobs", { query });
export const getJob = (id: T.Id) => send<T.Job>("GET", `jobs/${id}`);
export const cancelJob = (id: T.Id) => send<T.Job>("POST", `jobs/${id}/cancel`);
export const retryJob = (id: T.Id) => send<T.Job>("POST", `jobs/${id}/retry`);
export const getWorkers = () => send<T.Workers>("GET", "workers");

// Exports
export const listExports = (project: T.Id, cursor?: string) =>
  send<T.Page<T.Export>>("GET", "exports", { query: { project, cursor } });
export const getExport = (id: T.Id) => send<T.Export>("GET", `exports/${id}`);
export const previewExport = (dataset: T.Id) =>
  send<T.ExportPreview>("GET", "exports/preview", { query: { dataset } });
export const createExport = (body: {
  dataset: T.Id;
  format: string;
  purpose: string;
  splits: Record<string, number>;
}) => send<{ export: T.Export; job: T.Job }>("POST", "exports", { body });

/** Some lists come as pages, short ones as plain arrays. */
function rowsOf<Row>(answer: T.Page<Row> | Row[]): Row[] {
  return Array.isArray(answer) ? answer : answer.results;
}

export interface ProjectPresence {
  here: { id: T.Id; name: string; asset: T.Id | null; asset_name: string | null; frame: number | null }[];
}
export const getProjectPresence = (project: T.Id) =>
  send<ProjectPresence>("GET", `projects/${project}/presence`);
