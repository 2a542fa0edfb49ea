import { Navigate } from "react-router";
import { useProjects } from "../api/queries";

/** Who has one project goes straight to its pictures. */
export function Home() {
  const { data: projects, isPending } = useProjects();
  if (isPending) return null;
  const only = projects?.length === 1 ? projects[0] : undefined;
  return <Navigate to={only ? `/p/${only.id}` : "/projects"} replace />;
}
