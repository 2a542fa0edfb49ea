import { Navigate, useLocation } from "react-router";
import { ApiError } from "../api/client";
import { useMe } from "../api/queries";
import { useLive } from "../live/useLive";
import { Shell } from "../ui/Shell";
import { Failed } from "../ui/states";

/** Behind it is everything that needs a person; who is not signed in goes to the sign-in page and comes back. */
export function Door() {
  const { data: me, error, refetch } = useMe();
  const { pathname, search } = useLocation();
  useLive(Boolean(me));
  if (error instanceof ApiError && error.status === 401) {
    return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  }
  if (error && !me) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!me) return null;
  return <Shell />;
}
