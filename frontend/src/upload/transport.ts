/** The upload request itself: XMLHttpRequest, for fetch tells nothing about what has left. */
import { ASKING, csrfToken, OFFLINE, refusalOf } from "../api/client";
import type { Id, Uploaded } from "../api/contract";
import { texts } from "../texts";
import type { Transport } from "./queue";

export function uploadTo(dataset: Id): Transport {
  return (files, annotations, progress, signal) =>
    new Promise<Uploaded>((resolve, reject) => {
      const form = new FormData();
      for (const file of files) form.append("files", file, file.name);
      if (annotations) form.append("annotations", annotations, annotations.name);
      const request = new XMLHttpRequest();
      request.open("POST", `/api/datasets/${dataset}/uploads`);
      request.setRequestHeader("X-CSRFToken", csrfToken());
      for (const [name, value] of Object.entries(ASKING)) request.setRequestHeader(name, value);
      request.upload.onprogress = (event) => progress(event.loaded);
      request.onload = () => {
        if (request.status >= 200 && request.status < 300)
          resolve(JSON.parse(request.responseText) as Uploaded);
        else reject(new Error(refusalOf(request.status, request.responseText).detail));
      };
      request.onerror = () => reject(new Error(OFFLINE.detail));
      request.onabort = () => reject(new Error(texts.errors.stopped));
      signal.addEventListener("abort", () => request.abort());
      request.send(form);
    });
}
