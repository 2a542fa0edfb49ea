import { Link } from "react-router";
import type { Asset, Project } from "../api/contract";
import { holdsFor } from "../pages/settings/zones";
import { Part } from "../ui/Shell";
import { say } from "./texts";

/** The zones of the policy that hold for this picture, and the way to where they are drawn. */
export function ZonesPart({ asset, project }: { asset: Asset; project: Project }) {
  const zones = (asset.policy.settings.zones ?? []).filter((zone) => holdsFor(zone, asset));
  const mayChange = project.acts.includes("manage_project");
  if (zones.length === 0 && !mayChange) return null;
  return (
    <Part title={say.zones.title}>
      {zones.length > 0 && (
        <ul className="zones-here">
          {zones.map((zone, n) => (
            <li key={n} className="two">
              {say.zones.one(zone.kind, zone.says)}
            </li>
          ))}
        </ul>
      )}
      <Link className="text" to={`/p/${project.id}/settings?zones=${asset.id}`}>
        {!mayChange ? say.zones.see : zones.length > 0 ? say.zones.change : say.zones.draw}
      </Link>
    </Part>
  );
}
