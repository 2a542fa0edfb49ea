import { afterEach, describe, expect, test, vi } from "vitest";
import { changeProject, deleteProject, getProject, nextAsset } from "./calls";
import { ApiError, csrfToken, refusalOf, send, withQuery } from "./client";

const sent: Request[] = [];

function answer(status: number, body: unknown) {
  sent.length = 0;
  vi.stubGlobal("fetch", (input: Request | string, init?: RequestInit) => {
    sent.push(input instanceof Request ? input : new Request(new URL(input, location.origin), init));
    if (status === 0) return Promise.reject(new TypeError("Failed to fetch"));
    const text = status === 204 ? null : typeof body === "string" ? body : JSON.stringify(body);
    return Promise.resolve(new Response(text, { status, headers: { "Content-Type": "application/json" } }));
  });
}
afterEach(() => vi.unstubAllGlobals());

describe("the way to the server", () => {
  test("a change carries the CSRF token and the body", async () => {
    document.cookie = "moretta_csrf=abc";
    answer(200, {});
    await changeProject("p1", { name: "Market" });
    expect(sent[0]!.method).toBe("PATCH");
    expect(new URL(sent[0]!.url).pathname).toBe("/api/projects/p1");
    expect(sent[0]!.headers.get("X-CSRFToken")).toBe("abc");
    expect(await sent[0]!.json()).toEqual({ name: "Market" });
  });

  test("a deletion says what it confirms", async () => {
    answer(202, { job: { id: "j" } });
    expect(await deleteProject("p1", "Market")).toEqual({ id: "j" });
    expect(await sent[0]!.json()).toEqual({ confirm: "Market" });
  });

  test("a refusal becomes an error with code, sentence and field", async () => {
    answer(400, { code: "invalid", detail: "Give a name.", field: "name", errors: [] });
    const error = await getProject("p1").catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, code: "invalid", message: "Give a name.", field: "name" });
  });

  test.each([() => getProject("p1"), () => send("GET", "projects/p1")])(
    "no answer is said as such",
    async (call) => {
      answer(0, "");
      await expect(call()).rejects.toMatchObject({ status: 0, code: "offline" });
    },
  );

  test("nothing that waits is undefined", async () => {
    answer(204, "");
    expect(await nextAsset("p1")).toBeUndefined();
  });

  test("a page from a proxy is not shown as a sentence", () => {
    expect(refusalOf(502, "<html>Bad gateway</html>").detail).toBe(
      "The server answered 502. Try again in a moment.",
    );
  });

  test.each([
    ["a=1; moretta_csrf=x%3Dy; b=2", "x=y"],
    ["a=1", ""],
  ])("the token of %j is %j", (cookies, token) => expect(csrfToken(cookies)).toBe(token));

  test("empty filters stay out of the address", () => {
    expect(withQuery("/api/assets", { q: "", state: undefined, limit: 3 })).toBe("/api/assets?limit=3");
  });
});
