import { useRouteError } from "react-router";
import { texts } from "../texts";
import { Button, ButtonLink } from "../ui/controls";
import { Page } from "../ui/Shell";
import { Empty } from "../ui/states";

export function NotFound() {
  return (
    <Page title={texts.product}>
      <Empty
        title={texts.errors.not_found}
        says={texts.errors.not_found_says}
        act={
          <ButtonLink look="go" to="/projects">
            {texts.errors.not_found_act}
          </ButtonLink>
        }
      />
    </Page>
  );
}

/** Shown in place of a page whose code failed. */
export function Crashed() {
  const error = useRouteError();
  return (
    <main className="page">
      <Empty
        title={texts.errors.crashed}
        says={`${texts.errors.crashed_says} (${error instanceof Error ? error.message : String(error)})`}
        act={
          <Button look="go" onClick={() => location.reload()}>
            {texts.errors.reload}
          </Button>
        }
      />
    </main>
  );
}
