import { lazy, Suspense, type ComponentType } from "react";
import { createBrowserRouter } from "react-router";
import { Door } from "./pages/Door";
import { Crashed, NotFound } from "./pages/NotFound";
import { Home } from "./pages/Home";

const pages = import.meta.glob<{ default: ComponentType }>([
  "./pages/*.tsx",
  "!./pages/{Door,Home,NotFound,Threshold}.tsx",
  "./asset/AssetPage.tsx",
]);

/** A page that is loaded when it is first shown. */
function page(file: string) {
  const load = pages[file];
  const Shown = load ? lazy(load) : NotFound;
  return (
    <Suspense fallback={null}>
      <Shown />
    </Suspense>
  );
}

export const router = createBrowserRouter([
  { path: "/sign-in", element: page("./pages/SignIn.tsx"), errorElement: <Crashed /> },
  { path: "/link/:token", element: page("./pages/LinkPage.tsx"), errorElement: <Crashed /> },
  {
    element: <Door />,
    errorElement: <Crashed />,
    children: [
      { path: "/", element: <Home /> },
      { path: "/projects", element: page("./pages/Projects.tsx") },
      { path: "/projects/new", element: page("./pages/NewProject.tsx") },
      { path: "/p/:project", element: page("./pages/Pictures.tsx") },
      { path: "/p/:project/assets/:asset", element: page("./asset/AssetPage.tsx") },
      { path: "/p/:project/objects", element: page("./pages/Objects.tsx") },
      { path: "/p/:project/people", element: page("./pages/People.tsx") },
      { path: "/p/:project/hunt", element: page("./pages/Hunt.tsx") },
      { path: "/p/:project/jobs", element: page("./pages/Jobs.tsx") },
      { path: "/p/:project/exports", element: page("./pages/Exports.tsx") },
      { path: "/p/:project/exports/:export", element: page("./pages/ExportCard.tsx") },
      { path: "/p/:project/compare", element: page("./pages/Compare.tsx") },
      { path: "/p/:project/proofs", element: page("./pages/Proofs.tsx") },
      { path: "/p/:project/settings", element: page("./pages/Settings.tsx") },
      { path: "/p/:project/members", element: page("./pages/Members.tsx") },
      { path: "/account", element: page("./pages/Account.tsx") },
      { path: "/audit/:organization", element: page("./pages/Audit.tsx") },
      { path: "*", element: <NotFound /> },
    ],
  },
]);
