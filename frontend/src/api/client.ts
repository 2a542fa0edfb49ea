/** One way to the server: session cookie, CSRF header, and every refusal as an `ApiError`. */
import createClient from "openapi-fetch";
import { texts } from "../texts";
import { language } from "../texts/language";
import type { paths } from "./schema";

export interface Refusal {
  code: string;
  detail: string;
  field: string | null;
  [extra: string]: unknown;
}

/** A refusal by the server (`status` 4xx/5xx), or no answer at all (`status` 0, code `offline`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly body: Refusal;

  constructor(status: number, body: Refusal) {
    super(body.detail);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.field = body.field;
    this.body = body;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export function csrfToken(cookies: string = document.cookie): string {
  const found = cookies.split("; ").find((cookie) => cookie.startsWith("moretta_csrf="));
  return found ? decodeURIComponent(found.slice("moretta_csrf=".length)) : "";
}

export function withQuery(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export function refusalOf(status: number, text: string): Refusal {
  try {
    const body: unknown = JSON.parse(text);
    if (body && typeof body === "object" && "detail" in body) {
      const { code = "error", detail, field = null, ...rest } = body as Record<string, unknown>;
      return {
        ...rest,
        code: String(code),
        detail: String(detail),
        field: field === null ? null : String(field),
      };
    }
  } catch {
    // not JSON: a proxy or a crash answered
  }
  return { code: "error", detail: texts.errors.answered(status), field: null };
}

export const OFFLINE: Refusal = { code: "offline", detail: texts.errors.no_answer, field: null };

async function failing(response: Response): Promise<never> {
  throw new ApiError(response.status, refusalOf(response.status, await response.text()));
}

async function reach(input: Request | string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch (error) {
    const signal = input instanceof Request ? input.signal : init?.signal;
    if (signal?.aborted) throw error;
    throw new ApiError(0, OFFLINE);
  }
}

/** What every request says: the server answers its sentences in the language of the page. */
export const ASKING = { Accept: "application/json", "Accept-Language": language };

/** The typed client: addresses, parameters and bodies are those of the schema. Throws `ApiError`, never answers one. */
export const api = createClient<paths>({
  baseUrl: typeof location === "undefined" ? "" : location.origin,
  headers: ASKING,
  fetch: (request) => reach(request),
});
api.use({
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-CSRFToken", csrfToken());
    return request;
  },
  onResponse({ response }) {
    return response.ok ? undefined : failing(response);
  },
});

/** The body of an answer that `api` gives. */
export async function bodyOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** Sends one request outside the schema's types; `path` begins after `/api/`. Undefined for 204. */
export async function send<T>(
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE",
  path: string,
  options: { query?: Query; body?: unknown; signal?: AbortSignal; keepalive?: boolean } = {},
): Promise<T> {
  const headers: Record<string, string> = { ...ASKING };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  const response = await reach(withQuery(`/api/${path}`, options.query), {
    method,
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
    keepalive: options.keepalive,
  });
  if (!response.ok) return failing(response);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
