import { changeOrganization } from "../api/calls";
import { sentenceOf } from "../api/client";
import { useAct, useOrganization } from "../api/queries";
import { texts } from "../texts";
import { Check } from "../ui/controls";
import { notify } from "../ui/notices";

const say = texts.members;

/** Whether pictures may be sent to cloud detectors: an owner decides, everybody may know. */
export function CloudConsent({ organization: id }: { organization: string }) {
  const { data: organization } = useOrganization(id);
  const change = useAct(
    (allow_cloud: boolean) => changeOrganization(id, { allow_cloud }),
    [["organization"], ["audit"]],
  );
  if (!organization) return null;
  const save = (on: boolean) => change.mutate(on, { onError: (error) => notify(sentenceOf(error), true) });
  return (
    <section>
      <h2 className="minor section-title">{say.cloud}</h2>
      {organization.acts.includes("own_organization") ? (
        <Check
          checked={organization.allow_cloud}
          disabled={change.isPending}
          onChange={save}
          says={say.cloud_says}
        >
          {say.cloud_allow}
        </Check>
      ) : (
        <p className="three">{organization.allow_cloud ? say.cloud_allowed : say.cloud_forbidden}</p>
      )}
    </section>
  );
}
