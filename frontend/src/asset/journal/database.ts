/** The journal in the browser's IndexedDB: one row an act, by person and asset. */

import { arrange, type Journal, type Row, type Unsent } from "../state/journal";

const STORE = "unsent";

interface Stored extends Row {
  user: string;
  asset: string;
}

let opening: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open("moretta", 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: ["user", "asset", "id"] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(request.error?.message));
  }).catch((error: unknown) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function rowsBelow(...key: string[]): Promise<Stored[]> {
  const store = (await database()).transaction(STORE).objectStore(STORE);
  const request = store.getAll(IDBKeyRange.bound(key, [...key, []])) as IDBRequest<Stored[]>;
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(request.error?.message));
  });
}

/** The assets on which acts of this person were not sent. */
export async function unsentAssets(user: string): Promise<string[]> {
  return [...new Set((await rowsBelow(user)).map((row) => row.asset))];
}

export function journalOf(user: string, asset: string): Journal {
  let known = new Map<string, Row>();
  let opened: IDBDatabase | undefined;

  return {
    async read() {
      try {
        opened = await database();
        const rows = (await rowsBelow(user, asset)).sort((a, b) => a.order - b.order);
        known = new Map(rows.map(({ id, base, change, order }) => [id, { id, base, change, order }]));
        return rows.map(({ base, change }): Unsent => ({ base, change }));
      } catch {
        return []; // nothing is kept here; writing says so
      }
    },
    async write(unsent) {
      const { put, drop, after } = arrange(unsent, known, Date.now());
      if (!put.length && !drop.length) return;
      known = after;
      // No waiting before the request where that can be helped: what was asked for outlives the page.
      const transaction = (opened ?? (await database())).transaction(STORE, "readwrite");
      const store = transaction.objectStore(STORE);
      for (const row of put) store.put({ ...row, user, asset } satisfies Stored);
      for (const id of drop) store.delete([user, asset, id]);
      transaction.commit();
      return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(new Error(transaction.error?.message));
      });
    },
  };
}
