/** What pages read, cached by TanStack Query. Keys begin with the kind of thing, so that live events can name them. */
import {
  QueryCache,
  QueryClient,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import { methodsSaid, presetsSaid } from "../texts/served";
import * as calls from "./calls";
import { ApiError } from "./client";
import type * as T from "./contract";

/** Whoever was signed out meanwhile is asked to sign in, by whatever they read. */
function noteSignedOut(error: Error): void {
  if (error instanceof ApiError && error.status === 401)
    void queryClient.refetchQueries({ queryKey: ["me"] });
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => query.queryKey[0] !== "me" && noteSignedOut(error),
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) =>
        count < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: true,
    },
  },
});

export const keys = {
  me: ["me"] as QueryKey,
  projects: ["projects"] as QueryKey,
  project: (id: T.Id): QueryKey => ["project", id],
  assets: (filter: calls.AssetFilter): QueryKey => ["assets", filter.project ?? "", filter],
  asset: (id: T.Id): QueryKey => ["asset", id],
  jobs: (project: T.Id | undefined, active: boolean): QueryKey => ["jobs", project ?? "", active],
  job: (id: T.Id): QueryKey => ["job", id],
  workers: ["workers"] as QueryKey,
  exports: (project: T.Id): QueryKey => ["exports", project],
  export: (id: T.Id): QueryKey => ["export", id],
  evaluations: (dataset: T.Id): QueryKey => ["evaluations", dataset],
  evaluation: (id: T.Id): QueryKey => ["evaluation", id],
  differences: (id: T.Id): QueryKey => ["differences", id],
  proofs: (dataset: T.Id): QueryKey => ["proofs", dataset],
  proof: (id: T.Id): QueryKey => ["proof", id],
  exportPreview: (dataset: T.Id): QueryKey => ["export-preview", dataset],
  organization: (id: T.Id): QueryKey => ["organization", id],
  members: (of: { organization?: T.Id; project?: T.Id }): QueryKey => ["members", of],
  links: (of: { organization: T.Id }): QueryKey => ["links", of],
  tokens: ["tokens"] as QueryKey,
  policies: (project: T.Id): QueryKey => ["policies", project],
  detectors: ["detectors"] as QueryKey,
  presets: ["presets"] as QueryKey,
  searches: (project: T.Id): QueryKey => ["project", project, "searches"],
  hunt: (dataset: T.Id): QueryKey => ["project", "hunt", dataset],
  scores: (dataset: T.Id): QueryKey => ["scores", dataset],
  methods: ["methods"] as QueryKey,
  audit: (organization: T.Id): QueryKey => ["audit", organization],
};

export const useMe = () =>
  useQuery({
    queryKey: keys.me,
    queryFn: calls.getMe,
    staleTime: 5 * 60_000,
    refetchOnWindowFocus: "always",
  });

export const useProjects = () => useQuery({ queryKey: keys.projects, queryFn: calls.listProjects });

export const useProject = (id: T.Id | undefined) =>
  useQuery({
    queryKey: keys.project(id ?? ""),
    queryFn: () => calls.getProject(id ?? ""),
    enabled: Boolean(id),
  });

export const useAssets = (filter: calls.AssetFilter, limit = 120) =>
  useInfiniteQuery({
    queryKey: keys.assets(filter),
    queryFn: ({ pageParam }) => calls.listAssets({ ...filter, cursor: pageParam, limit }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const useAsset = (id: T.Id) =>
  useQuery({ queryKey: keys.asset(id), queryFn: () => calls.getAsset(id) });

export const useJobs = (project: T.Id | undefined, active = false) =>
  useInfiniteQuery({
    queryKey: keys.jobs(project, active),
    queryFn: ({ pageParam }) =>
      calls.listJobs({ project, active: active ? "1" : undefined, cursor: pageParam, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** A job, asked again each second while it lives (events may be late or cut off). */
export const useJob = (id: T.Id | undefined) =>
  useQuery({
    queryKey: keys.job(id ?? ""),
    queryFn: () => calls.getJob(id ?? ""),
    enabled: Boolean(id),
    refetchInterval: ({ state }) => (state.data && isLive(state.data) ? 1000 : false),
  });

export const useWorkers = () =>
  useQuery({ queryKey: keys.workers, queryFn: calls.getWorkers, refetchInterval: 15_000 });

export const useEvaluations = (dataset: T.Id) =>
  useQuery({
    queryKey: keys.evaluations(dataset),
    queryFn: () => calls.listEvaluations(dataset),
    enabled: Boolean(dataset),
    refetchInterval: ({ state }) => (state.data?.results.some(isBuilding) ? 2000 : false),
  });

export const useEvaluation = (id: T.Id) =>
  useQuery({
    queryKey: keys.evaluation(id),
    queryFn: () => calls.getEvaluation(id),
    refetchInterval: ({ state }) => (state.data && isBuilding(state.data) ? 1000 : false),
  });

export const useDifferences = (id: T.Id, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: keys.differences(id),
    queryFn: ({ pageParam }) => calls.listDifferences(id, pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
  });

export const useProofs = (dataset: T.Id) =>
  useQuery({
    queryKey: keys.proofs(dataset),
    queryFn: () => calls.listProofs(dataset),
    enabled: Boolean(dataset),
    refetchInterval: ({ state }) => (state.data?.results.some(isBuilding) ? 2000 : false),
  });

export const useProof = (id: T.Id) =>
  useQuery({
    queryKey: keys.proof(id),
    queryFn: () => calls.getProof(id),
    refetchInterval: ({ state }) => (state.data && isBuilding(state.data) ? 1000 : false),
  });

export const useExports = (project: T.Id) =>
  useQuery({ queryKey: keys.exports(project), queryFn: () => calls.listExports(project) });

export const useExport = (id: T.Id) =>
  useQuery({
    queryKey: keys.export(id),
    queryFn: () => calls.getExport(id),
    refetchInterval: ({ state }) => (state.data && isBuilding(state.data) ? 1000 : false),
  });

export const useExportPreview = (dataset: T.Id | undefined) =>
  useQuery({
    queryKey: keys.exportPreview(dataset ?? ""),
    queryFn: () => calls.previewExport(dataset ?? ""),
    enabled: Boolean(dataset),
  });

export const useOrganization = (id: T.Id) =>
  useQuery({ queryKey: keys.organization(id), queryFn: () => calls.getOrganization(id) });

export const useMembers = (of: { organization?: T.Id; project?: T.Id }) =>
  useQuery({ queryKey: keys.members(of), queryFn: () => calls.listMembers(of) });

export const useLinks = (of: { organization: T.Id }, enabled: boolean) =>
  useQuery({ queryKey: keys.links(of), queryFn: () => calls.listLinks(of.organization), enabled });

export const useTokens = () => useQuery({ queryKey: keys.tokens, queryFn: calls.listTokens });

export const usePolicies = (project: T.Id) =>
  useQuery({ queryKey: keys.policies(project), queryFn: () => calls.listPolicies(project) });

export const useDetectors = () =>
  useQuery({ queryKey: keys.detectors, queryFn: calls.listDetectors, staleTime: 60_000 });

export const usePresets = () =>
  useQuery({ queryKey: keys.presets, queryFn: calls.listPresets, select: presetsSaid, staleTime: Infinity });

export const useSearches = (project: T.Id) =>
  useQuery({ queryKey: keys.searches(project), queryFn: () => calls.listSearches(project) });

/** What waits in a dataset, counted by score; asked again while runs from before are being counted. */
export const useScores = (dataset: T.Id) =>
  useQuery({
    queryKey: keys.scores(dataset),
    queryFn: () => calls.listScores(dataset),
    enabled: dataset !== "",
    refetchInterval: ({ state }) =>
      state.data?.uncounted && state.dataUpdateCount < MOST_COUNTS ? COUNT_EVERY : false,
  });
const COUNT_EVERY = 1000; // ms
const MOST_COUNTS = 50; // clips from before are not counted until they are searched again

export const useMethods = () =>
  useQuery({ queryKey: keys.methods, queryFn: calls.listMethods, select: methodsSaid, staleTime: Infinity });

/** An act that changes something: afterwards everything under the named keys is read again. */
export function useAct<Input, Output>(
  act: (input: Input) => Promise<Output>,
  touches: QueryKey[],
  then?: (output: Output, input: Input) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (output, input) => {
      for (const queryKey of touches) void client.invalidateQueries({ queryKey });
      then?.(output, input);
    },
  });
}

export function isLive(job: Pick<T.Job, "state">): boolean {
  return job.state === "queued" || job.state === "running" || job.state === "cancelling";
}

/** Being written, compared or measured. */
export function isBuilding(made: Pick<T.Export | T.Evaluation | T.Proof, "state">): boolean {
  return made.state === "queued" || made.state === "running" || made.state === "cancelling";
}

/** Written and there to be downloaded. */
export function isBuilt(made: Pick<T.Export, "state">): boolean {
  return made.state === "ready";
}

/** Not to be seen, by whoever may not see originals, until somebody has approved it. */
export function isWithheld({ files, state }: Pick<T.AssetCard, "files" | "state">): boolean {
  return !files.original && (state === "annotate" || state === "in_review");
}

/** Jobs that only make a picture for the one who looks at it; they are not shown as work. */
export function isQuiet(job: Pick<T.Job, "kind">): boolean {
  return ["sample", "preview", "crops", "hunt"].includes(job.kind);
}
