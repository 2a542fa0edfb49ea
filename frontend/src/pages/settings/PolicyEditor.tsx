import { useEffect, useState } from "react";
import { publishPolicy, tryPolicy } from "../../api/calls";
import { sentenceOf } from "../../api/client";
import type { AssetCard, LabelPolicy, PolicySettings, Project } from "../../api/contract";
import { keys, queryClient } from "../../api/queries";
import { texts } from "../../texts";
import { Button, Field, Segmented } from "../../ui/controls";
import { Confirm } from "../../ui/Dialog";
import { notify } from "../../ui/notices";
import { dateOf } from "../../ui/times";
import { searchedOtherwise } from "./finding";
import { PresetChoice, useChoice } from "./Finders";
import { PolicySample } from "./PolicySample";
import { Rule } from "./Rule";
import { ZonesEditor } from "./ZonesEditor";

const say = texts.settings;

const CODECS = Object.keys(say.codecs) as PolicySettings["codec"][];

const FRESH: LabelPolicy = {
  redact: false,
  method: "solid",
  shape: "ellipse",
  margin: 0.15,
  color: "1b1e24",
  strength: 1,
  feather: 0,
  threshold: 0.5,
  detectors: [],
};

/** Pure: the settings with one label's rule changed. */
export function withRule(
  settings: PolicySettings,
  label: string,
  change: Partial<LabelPolicy>,
): PolicySettings {
  const rule = { ...FRESH, ...settings.labels[label], ...change };
  return { ...settings, labels: { ...settings.labels, [label]: rule } };
}

/** Pure: whether two settings say the same; what a rule leaves out is what a fresh one has. */
export function isSame(one: PolicySettings, other: PolicySettings): boolean {
  const whole = (settings: PolicySettings) => ({
    ...settings,
    labels: Object.fromEntries(
      Object.entries(settings.labels).map(([label, rule]) => [label, { ...FRESH, ...rule }]),
    ),
  });
  return sorted(whole(one)) === sorted(whole(other));
}

const sorted = (settings: unknown) =>
  JSON.stringify(settings, (_key, value: unknown) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
      : value,
  );

/** Pure: what the draft changes of `base`, over what another published meanwhile. */
export function rebased(draft: PolicySettings, base: PolicySettings, next: PolicySettings): PolicySettings {
  const { labels, ...rest } = draft;
  const found = { ...next, ...changesOf(rest, base), labels: { ...next.labels } };
  for (const [label, rule] of Object.entries(labels)) {
    const changes = changesOf({ ...FRESH, ...rule }, { ...FRESH, ...base.labels[label] });
    if (Object.keys(changes).length) found.labels[label] = { ...FRESH, ...next.labels[label], ...changes };
  }
  return found;
}

/** Those fields that are not as they were `before`. */
function changesOf<Fields extends object>(mine: Fields, before: Fields): Partial<Fields> {
  const other = Object.entries(mine).filter(
    ([name, value]) => sorted(value) !== sorted(before[name as keyof Fields]),
  );
  return Object.fromEntries(other) as Partial<Fields>;
}

/** The policy as a draft. Publishing says first how many approvals fall. What somebody changed stays when another version
 * is published meanwhile, or when the one just published arrives; the rest is as that has it. */
export function PolicyEditor({ project, readOnly }: { project: Project; readOnly: boolean }) {
  const published = project.policy;
  const [draft, setDraft] = useState<PolicySettings>(published.settings);
  const [base, setBase] = useState(published);
  if (base.id !== published.id) {
    setBase(published);
    setDraft(rebased(draft, base.settings, published.settings));
  }
  const [shown, setShown] = useState(project.labels[0]?.id ?? "");
  const [asking, setAsking] = useState(false);
  const [looked, setLooked] = useState<AssetCard>();
  const choice = useChoice();
  const changed = !isSame(draft, published.settings);
  const change = (label: string, part: Partial<LabelPolicy>) => {
    setShown(label);
    setDraft((old) => {
      const changed = withRule(old, label, part);
      return part.detectors ? searchedOtherwise(old, changed, project.labels, choice) : changed;
    });
  };
  const search = (preset: string) =>
    setDraft((old) => searchedOtherwise(old, { ...old, preset }, project.labels, choice));
  const publish = async () => {
    await publishPolicy(project.id, draft);
    notify(say.published(published.version + 1));
    for (const key of [keys.project(project.id), keys.policies(project.id), ["jobs"], ["assets"]]) {
      void queryClient.invalidateQueries({ queryKey: key });
    }
  };
  return (
    <section>
      <div className="row section-title">
        <h2 className="minor grow">
          {say.policy}{" "}
          <span className="three">
            {say.version(
              published.version,
              published.published_by ?? texts.common.somebody,
              dateOf(published.published_at),
            )}
          </span>
        </h2>
        {!readOnly && (
          <>
            {changed && (
              <Button look="quiet" onClick={() => setDraft(published.settings)}>
                {say.discard}
              </Button>
            )}
            <Button look="go" disabled={!changed} onClick={() => setAsking(true)}>
              {say.publish}
            </Button>
          </>
        )}
      </div>
      <div className="policy">
        <div>
          <fieldset disabled={readOnly} className="rules">
            <div className="rule">
              <div className="field">
                <span className="label">{say.preset}</span>
                <PresetChoice
                  value={draft.preset}
                  onChange={search}
                  choice={choice}
                  kinds={project.labels.map(({ kind }) => kind)}
                />
              </div>
            </div>
            {project.labels.map((label) => (
              <Rule
                key={label.id}
                label={label}
                rule={{ ...FRESH, ...draft.labels[label.id] }}
                onChange={(part) => change(label.id, part)}
                active={shown === label.id}
                finder={{ preset: draft.preset, organization: project.organization, choice }}
              />
            ))}
            <div className="rule-more">
              <div className="field">
                <span className="label">{say.audio}</span>
                <Segmented
                  label={say.audio}
                  value={draft.audio}
                  onChange={(audio) => setDraft({ ...draft, audio })}
                  options={(["remove", "voices", "keep"] as const).map((value) => ({
                    value,
                    text: say.audios[value],
                    disabled: readOnly,
                  }))}
                />
                {draft.audio === "voices" && <p className="three">{say.voices_says}</p>}
              </div>
              <Field label={say.codec} small help={draft.codec === "same" ? undefined : say.codec_says}>
                {(field) => (
                  <select
                    {...field}
                    value={draft.codec}
                    onChange={(event) =>
                      setDraft({ ...draft, codec: event.target.value as PolicySettings["codec"] })
                    }
                  >
                    {CODECS.map((codec) => (
                      <option key={codec} value={codec}>
                        {say.codecs[codec]}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            </div>
          </fieldset>
          <ZonesEditor
            project={project}
            zones={draft.zones ?? []}
            onChange={(zones) => setDraft({ ...draft, zones })}
            looked={looked}
            onLook={setLooked}
            readOnly={readOnly}
          />
        </div>
        <PolicySample
          project={project}
          chosen={looked}
          rule={{ ...FRESH, ...draft.labels[shown] }}
          draft={draft}
          exact={!readOnly && project.acts.includes("see_originals")}
        />
      </div>
      {asking && (
        <Confirm
          opened
          onClose={() => setAsking(false)}
          title={say.publish_title(published.version + 1)}
          act={say.publish}
          onConfirm={publish}
        >
          <Falls project={project} draft={draft} />
        </Confirm>
      )}
    </section>
  );
}

function Falls({ project, draft }: { project: Project; draft: PolicySettings }) {
  const [answer, setAnswer] = useState("");
  useEffect(() => {
    let current = true;
    tryPolicy(project.id, draft).then(
      (found) => current && setAnswer(say.falls(found.approvals_fall ?? 0, found.assets ?? 0)),
      (error: unknown) => current && setAnswer(sentenceOf(error)),
    );
    return () => {
      current = false;
    };
  }, [project.id, draft]);
  return (
    <p role="status" className="falls">
      {answer || texts.common.loading}
    </p>
  );
}
