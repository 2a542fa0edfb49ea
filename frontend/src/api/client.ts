/** One way to the server: session cookie, CSRF header, and every refusal as an `ApiError`. */

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
  return { code: "error", detail: `The server answered ${status}. Try again in a moment.`, field: null };
}

export const OFFLINE: Refusal = { code: "offline", detail: "The server does not answer.", field: null };

/** Sends one request; `path` begins after `/api/`. Answers the parsed body, undefined for 204. */
export async function send<T>(
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE",
  path: string,
  options: { query?: Query; body?: unknown; signal?: AbortSignal; keepalive?: boolean } = {},
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(withQuery(`/api/${path}`, options.query), {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      keepalive: options.keepalive,
      credentials: "same-origin",
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, OFFLINE);
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, refusalOf(response.status, text));
  return (text ? JSON.parse(text) : undefined) as T;
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
