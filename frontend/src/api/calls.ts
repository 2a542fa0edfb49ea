/** Every call of the API as a function, typed by the schema. Pages call these and nothing else. */
import { api, bodyOf, send } from "./client";
import type * as T from "./contract";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];
type QueryOf<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Query } } }
  ? NonNullable<Query>
  : never;

const of = (id: T.Id) => ({ params: { path: { id } } });
const rows = <Row>(page: { results: Row[] }) => page.results;
const job = (answer: { job: T.Job }) => answer.job;
const ALL = 500;

/** Deletions are confirmed in the body, which OpenAPI does not know for DELETE. */
const remove = (path: string, confirm: true | string) =>
  send<{ job: T.Job }>("DELETE", path, { body: { confirm } }).then(job);

// Who I am
export const getMe = () => bodyOf(api.GET("/api/auth/me"));
export const signIn = (email: string, password: string) =>
  bodyOf(api.POST("/api/auth/sign-in", { body: { email, password } }));
export const signOut = () => bodyOf(api.POST("/api/auth/sign-out"));
export const renameMe = (name: string) => bodyOf(api.PATCH("/api/auth/me", { body: { name } }));
export const changePassword = (current: string, changed: string) =>
  bodyOf(api.POST("/api/auth/password", { body: { current, new: changed } }));

// The organization
const ofOrganization = (organization: T.Id) => ({ params: { path: { organization } } });
export const getOrganization = (id: T.Id) =>
  bodyOf(api.GET("/api/organizations/{organization}", ofOrganization(id)));
export const changeOrganization = (id: T.Id, body: Schemas["PatchedOrganizationPatchFormRequest"]) =>
  bodyOf(api.PATCH("/api/organizations/{organization}", { ...ofOrganization(id), body }));

// Links, members, tokens
const byLink = (secret: string) => ({ params: { path: { secret } } });
export const readLink = (secret: string) => bodyOf(api.GET("/api/links/{secret}", byLink(secret)));
export const followLink = (secret: string, body: Schemas["UseLinkFormRequest"]) =>
  bodyOf(api.POST("/api/links/{secret}", { ...byLink(secret), body }));
export const createLink = (
  body: Omit<Schemas["LinkFormRequest"], "sees_originals"> & { sees_originals?: boolean },
) => bodyOf(api.POST("/api/links", { body: { sees_originals: false, ...body } }));
export const listLinks = (organization: T.Id) =>
  bodyOf(api.GET("/api/links", { params: { query: { organization, limit: ALL } } })).then(rows);
export const deleteLink = (link: T.Id) =>
  bodyOf(api.DELETE("/api/links/{link}", { params: { path: { link } } }));
export const listMembers = (query: { organization?: T.Id; project?: T.Id }) =>
  bodyOf(api.GET("/api/members", { params: { query: { ...query, limit: ALL } } })).then(rows);
export const changeMember = (member: T.Id, body: Schemas["PatchedMemberFormRequest"]) =>
  bodyOf(api.PATCH("/api/members/{member}", { params: { path: { member } }, body }));
export const deleteMember = (id: T.Id) => remove(`members/${id}`, true);
export const listTokens = () =>
  bodyOf(api.GET("/api/tokens", { params: { query: { limit: ALL } } })).then(rows);
export const createToken = (body: Schemas["TokenFormRequest"]) => bodyOf(api.POST("/api/tokens", { body }));
export const deleteToken = (token: T.Id) =>
  bodyOf(api.DELETE("/api/tokens/{token}", { params: { path: { token } } }));
export const listAudit = (organization: T.Id, cursor?: string) =>
  bodyOf(api.GET("/api/audit", { params: { query: { organization, cursor } } }));

// Projects, labels, policies
const ofProject = (project: T.Id) => ({ params: { path: { project } } });
export const listProjects = () =>
  bodyOf(api.GET("/api/projects", { params: { query: { limit: ALL } } })).then(rows);
export const getProject = (id: T.Id) => bodyOf(api.GET("/api/projects/{project}", ofProject(id)));
export const createProject = (body: Schemas["ProjectFormRequest"]) =>
  bodyOf(api.POST("/api/projects", { body }));
export const changeProject = (id: T.Id, body: Schemas["PatchedProjectPatchFormRequest"]) =>
  bodyOf(api.PATCH("/api/projects/{project}", { ...ofProject(id), body }));
export const deleteProject = (id: T.Id, name: string) => remove(`projects/${id}`, name);
export const getProjectPresence = (id: T.Id) =>
  bodyOf(api.GET("/api/projects/{project}/presence", ofProject(id)));
export const createLabel = (id: T.Id, body: Schemas["LabelFormRequest"]) =>
  bodyOf(api.POST("/api/projects/{project}/labels", { ...ofProject(id), body }));
export const changeLabel = (label: T.Id, body: Schemas["PatchedLabelFormRequest"]) =>
  bodyOf(api.PATCH("/api/labels/{label}", { params: { path: { label } }, body }));
export const deleteLabel = (label: T.Id) =>
  bodyOf(api.DELETE("/api/labels/{label}", { params: { path: { label } } }));
export const listPolicies = (id: T.Id) =>
  bodyOf(api.GET("/api/projects/{project}/policies", ofProject(id))).then(rows);
const policy = (id: T.Id, settings: T.PolicySettings, dry_run: boolean) =>
  bodyOf(api.POST("/api/projects/{project}/policies", { ...ofProject(id), body: { settings, dry_run } }));
/** How many approvals would fall. */
export const tryPolicy = (id: T.Id, settings: T.PolicySettings) => policy(id, settings, true);
export const publishPolicy = (id: T.Id, settings: T.PolicySettings) => policy(id, settings, false);
export const requestSample = (id: T.Id, settings: T.PolicySettings, asset?: T.Id) =>
  bodyOf(api.POST("/api/projects/{project}/sample", { ...ofProject(id), body: { settings, asset } })).then(
    job,
  );

// Assets and what people do with them
export type AssetFilter = Omit<QueryOf<"/api/assets">, "cursor" | "limit">;
export const listAssets = (query: QueryOf<"/api/assets">) =>
  bodyOf(api.GET("/api/assets", { params: { query } }));
/** All that a filter leaves, however much of it was read. */
export const listAssetIds = (query: AssetFilter) =>
  bodyOf(api.GET("/api/assets/ids", { params: { query } })).then(rows);
export const getAsset = (id: T.Id) => bodyOf(api.GET("/api/assets/{id}", of(id))) as Promise<T.Asset>;
export const deleteAsset = (id: T.Id) => remove(`assets/${id}`, true);
/** The next asset that waits for me; undefined when none does. */
export const nextAsset = (project: T.Id, after?: T.Id) =>
  bodyOf<T.AssetCard | undefined>(api.GET("/api/assets/next", { params: { query: { project, after } } }));
export const submitAsset = (id: T.Id) => bodyOf(api.POST("/api/assets/{id}/submit", of(id)));
export const approveAsset = (id: T.Id, revision: number, hideUndecided: boolean) =>
  bodyOf(
    api.POST("/api/assets/{id}/approve", {
      ...of(id),
      body: { revision, hide_undecided: hideUndecided, comment: "" },
    }),
  );
export const requestChanges = (id: T.Id, revision: number, comment: string) =>
  bodyOf(api.POST("/api/assets/{id}/request-changes", { ...of(id), body: { revision, comment } }));
export const excludeAsset = (id: T.Id, reason: string) =>
  bodyOf(api.POST("/api/assets/{id}/exclude", { ...of(id), body: { reason } }));
export const includeAsset = (id: T.Id) => bodyOf(api.POST("/api/assets/{id}/include", of(id)));
export const reopenAsset = (id: T.Id) => bodyOf(api.POST("/api/assets/{id}/reopen", of(id)));
export type BulkAct = Exclude<Schemas["BulkFormRequest"]["act"], "include" | "reopen" | "take_back">;
export type BulkExtra = Partial<Omit<Schemas["BulkFormRequest"], "act" | "assets">>;
export const actOnMany = (act: BulkAct | "take_back", assets: T.Id[], extra: BulkExtra = {}) =>
  bodyOf(
    api.POST("/api/assets/bulk", {
      body: { hide_undecided: false, confirm: false, preview: false, ...extra, act, assets },
    }),
  );

// The wall of crops
export type CropFilter = Omit<QueryOf<"/api/datasets/{id}/crops">, "cursor" | "limit" | "ids">;
export const listCrops = (dataset: T.Id, query: QueryOf<"/api/datasets/{id}/crops">) =>
  bodyOf(api.GET("/api/datasets/{id}/crops", { params: { path: { id: dataset }, query } }));
export const cropPictures = (dataset: T.Id, ids: readonly T.Id[]): Promise<ArrayBuffer> =>
  bodyOf(
    api.GET("/api/datasets/{id}/crops/pictures", {
      params: { path: { id: dataset }, query: { ids: ids.join(",") } },
      parseAs: "arrayBuffer",
    }),
  );
export const cutCrops = (dataset: T.Id, assets: T.Id[]) =>
  bodyOf(api.POST("/api/datasets/{id}/crops", { ...of(dataset), body: { assets } })).then(job);
export const listScores = (dataset: T.Id) => bodyOf(api.GET("/api/datasets/{id}/scores", of(dataset)));
export const applyThreshold = (dataset: T.Id, body: Schemas["ThresholdFormRequest"]) =>
  bodyOf(api.POST("/api/datasets/{id}/threshold", { ...of(dataset), body }));
export const previewThreshold = (dataset: T.Id, query: QueryOf<"/api/datasets/{id}/threshold">) =>
  bodyOf(api.GET("/api/datasets/{id}/threshold", { params: { path: { id: dataset }, query } }));
export const decideMany = (dataset: T.Id, body: Schemas["DecisionsFormRequest"]) =>
  bodyOf(api.POST("/api/datasets/{id}/decisions", { ...of(dataset), body }));
export const groupPeople = (dataset: T.Id) =>
  bodyOf(api.POST("/api/datasets/{id}/people", of(dataset))).then(job);
export const movePeople = (dataset: T.Id, objects: readonly { id: T.Id; person: T.Id | null }[]) =>
  api.PUT("/api/datasets/{id}/people", { ...of(dataset), body: { objects: [...objects] } });
export const forgetPeople = (dataset: T.Id) => bodyOf(api.DELETE("/api/datasets/{id}/people", of(dataset)));
export const undoMany = (dataset: T.Id, changes: T.Id[]) =>
  bodyOf(api.POST("/api/datasets/{id}/decisions/undo", { ...of(dataset), body: { changes } }));

// The hunt
export const huntState = (dataset: T.Id) => bodyOf(api.GET("/api/datasets/{id}/hunt", of(dataset)));
export const drawSample = (dataset: T.Id, what: "pictures" | "frames") =>
  bodyOf(api.POST("/api/datasets/{id}/hunt", { ...of(dataset), body: { of: what } }));
export const endSample = (id: T.Id, body: { missed: T.Id[]; frames: T.SampleFrame[] }) =>
  bodyOf(api.POST("/api/samples/{id}", { ...of(id), body }));
export const huntPictures = (id: T.Id, frames: number[], places: number[][] = []) =>
  bodyOf(api.POST("/api/assets/{id}/hunt", { ...of(id), body: { frames, places } }));
/** What of a clip is to be looked at. */
export const askLooks = (id: T.Id, body: Schemas["LooksFormRequest"]) =>
  bodyOf(api.POST("/api/assets/{id}/looks", { ...of(id), body })).then(job);
export const lookCloser = (id: T.Id, frame: number, at: [number, number]) =>
  bodyOf(api.POST("/api/assets/{id}/spot", { ...of(id), body: { frame, at } })).then(job);
export const noteLooked = (dataset: T.Id, assets: T.Id[], clips: Schemas["ShownFormRequest"][]) =>
  bodyOf(api.POST("/api/datasets/{id}/looked", { ...of(dataset), body: { assets, clips } }));

// Detection, jobs, workers
export const listDetectors = () => bodyOf(api.GET("/api/detectors")).then(rows);
export const listPresets = () => bodyOf(api.GET("/api/presets")).then(rows);
export const listSearches = (project: T.Id) =>
  bodyOf(api.GET("/api/projects/{project}/searches", { params: { path: { project } } }));
/** Searches what the policy's detectors have not searched yet. What people drew stays. */
export const searchAgain = (dataset: T.Id) =>
  bodyOf(api.POST("/api/detections", { body: { dataset, older: true } }));
export const listMethods = () => bodyOf(api.GET("/api/methods")).then(rows);
export const listJobs = (query: QueryOf<"/api/jobs">) => bodyOf(api.GET("/api/jobs", { params: { query } }));
export const getJob = (id: T.Id) => bodyOf(api.GET("/api/jobs/{id}", of(id)));
export const cancelJob = (id: T.Id) => bodyOf(api.POST("/api/jobs/{id}/cancel", of(id)));
export const retryJob = (id: T.Id) => bodyOf(api.POST("/api/jobs/{id}/retry", of(id)));
export const getWorkers = () => bodyOf(api.GET("/api/workers"));

// Comparing
export const listEvaluations = (dataset: T.Id) =>
  bodyOf(api.GET("/api/evaluations", { params: { query: { dataset } } }));
export const getEvaluation = (id: T.Id) => bodyOf(api.GET("/api/evaluations/{id}", of(id)));
export const listDifferences = (id: T.Id, from: number) =>
  bodyOf(api.GET("/api/evaluations/{id}/differences", { params: { path: { id }, query: { from } } }));
export const createEvaluation = (body: Schemas["EvaluationFormRequest"]) =>
  bodyOf(api.POST("/api/evaluations", { body }));

// What is left
export const listProofs = (dataset: T.Id) =>
  bodyOf(api.GET("/api/proofs", { params: { query: { dataset } } })) as Promise<T.Page<T.Proof>>;
export const getProof = (id: T.Id) => bodyOf(api.GET("/api/proofs/{id}", of(id))) as Promise<T.Proof>;
export const createProof = (body: Schemas["ProofFormRequest"]) => bodyOf(api.POST("/api/proofs", { body }));

// Exports
export const listExports = (project: T.Id, cursor?: string) =>
  bodyOf(api.GET("/api/exports", { params: { query: { project, cursor } } }));
export const getExport = (id: T.Id) => bodyOf(api.GET("/api/exports/{id}", of(id)));
export const previewExport = (dataset: T.Id) =>
  bodyOf(api.GET("/api/exports/preview", { params: { query: { dataset } } }));
export const createExport = (body: Omit<Schemas["ExportFormRequest"], "seed">) =>
  bodyOf(api.POST("/api/exports", { body: { seed: 0, ...body } }));
