/** Identifiers that sort by the time they were made (UUID version 7), as the server makes them. */

let last = 0;

export function newId(): string {
  const random = crypto.randomUUID();
  last = Math.max(Date.now(), last + 1); // several of one act keep their order
  const time = last.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}
