import { QueryClient } from "@tanstack/react-query";
import { describe, expect, test, vi } from "vitest";
import type { AssetCard } from "../api/contract";
import { AT_ONCE, refreshLists } from "./lists";

const card = (id: string, revision = 1) => ({ id, revision }) as AssetCard;
const pages = (count: number) => ({
  pages: Array.from({ length: count }, (_, page) => ({
    results: [card(`${page}-a`), card(`${page}-b`)],
    next: "x",
  })),
  pageParams: Array.from({ length: count }, () => undefined),
});

describe("lists of pictures", () => {
  test("a short one is read again as a whole", async () => {
    const client = new QueryClient();
    client.setQueryData(["assets", "p", {}], pages(2));
    const read = vi.fn();
    await refreshLists(client, ["0-a"], read);
    expect(client.getQueryState(["assets", "p", {}])?.isInvalidated).toBe(true);
    expect(read).not.toHaveBeenCalled();
  });

  test("in a long one only the changed pictures are read", async () => {
    const client = new QueryClient();
    client.setQueryData(["assets", "p", {}], pages(80));
    const read = vi.fn((id: string) => Promise.resolve(card(id, 9)));
    await refreshLists(client, ["70-b", "elsewhere"], read);
    expect(read.mock.calls).toEqual([["70-b"]]);
    const after = client.getQueryData<ReturnType<typeof pages>>(["assets", "p", {}]);
    expect(after?.pages[70]?.results[1]).toEqual(card("70-b", 9));
    expect(client.getQueryState(["assets", "p", {}])?.isInvalidated).toBe(false);
  });

  test("a storm reads no more than a handful, and a deleted picture hurts nothing", async () => {
    const client = new QueryClient();
    client.setQueryData(["assets", "p", {}], pages(80));
    const read = vi.fn(() => Promise.reject(new Error("Not found.")));
    await refreshLists(
      client,
      pages(80).pages.flatMap((page) => page.results.map(({ id }) => id)),
      read,
    );
    expect(read).toHaveBeenCalledTimes(AT_ONCE);
  });
});
