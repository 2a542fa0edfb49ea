const PICTURES = import.meta.glob<string>("./methods/*.webp", { eager: true, import: "default" });

/** What a method makes of a portrait, as the server renders it. `make gallery` draws these pictures. */
export function MethodPicture({ name }: { name: string }) {
  const source = PICTURES[`./methods/${name}.webp`];
  return source ? <img className="method-picture" src={source} alt="" width={112} height={112} /> : <span />;
}
