/** How the editor reaches the API. */

import { ApiError, send } from "../api/client";
import { objectsOf } from "./ahead";
import type { Annotation, Change } from "./state/document";
import type { SaveAnswer, Server } from "./state/editor";

interface Contested {
  annotation: string;
  theirs: Annotation | null;
}

const PATIENCE = 30_000; // ms; changes that arrive twice are taken once

export function assetServer(asset: string): Server {
  return {
    load: () => objectsOf(asset),
    async save(base: number, changes: Change[]): Promise<SaveAnswer> {
      try {
        const body = { base_revision: base, changes };
        type Saved = { revision: number; missed: number };
        const signal = AbortSignal.timeout(PATIENCE);
        return { kind: "saved", ...(await send<Saved>("POST", `assets/${asset}/changes`, { body, signal })) };
      } catch (error) {
        if (error instanceof DOMException) return { kind: "offline" }; // no answer in time
        return refusal(error);
      }
    },
  };
}

/** A conflict is shown, a lasting refusal is said, everything else (network, sign-in, a server in trouble) is tried again. */
export function refusal(error: unknown): SaveAnswer {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 409 && Array.isArray(error.body.conflicts)) {
    return {
      kind: "conflict",
      revision: Number(error.body.revision),
      objects: (error.body.conflicts as Contested[]).map(({ annotation, theirs }) => ({
        annotation,
        theirs,
      })),
    };
  }
  const passing = error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500;
  return passing || error.code === "csrf" ? { kind: "offline" } : { kind: "refused", detail: error.message };
}
