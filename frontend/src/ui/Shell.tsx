import { useState, type ReactNode } from "react";
import { NavLink, Outlet, useMatch } from "react-router";
import { useMe } from "../api/queries";
import { UnsentLine } from "../asset/journal/Unsent";
import { texts } from "../texts";
import { Initial } from "./controls";
import { Icon, type IconName } from "./Icon";
import { KeyboardHelp } from "./KeyboardHelp";
import { useShortcuts } from "./shortcuts";
import { Moretta } from "./StateGlyph";
import "./shell.css";

/** The frame of every page behind the door: the rail on the left, the page on the right. */
export function Shell() {
  const project = useMatch("/p/:project/*")?.params.project;
  const { data: me } = useMe();
  const [help, setHelp] = useState(false);
  useShortcuts(texts.keyboard.groups.everywhere, [
    { keys: "?", says: texts.hints.keys, run: () => setHelp(true) },
    { keys: "F1", says: texts.hints.keys, run: () => setHelp(true), whileTyping: true },
  ]);
  const base = `/p/${project}`;
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {texts.nav.skip}
      </a>
      <nav className="rail" aria-label={texts.nav.main}>
        <NavLink className="logo" to="/projects" aria-label={texts.nav.projects} title={texts.nav.projects}>
          <Moretta />
        </NavLink>
        {project && (
          <>
            <RailLink to={base} icon="pictures" name={texts.nav.pictures} also={`${base}/assets`} />
            <RailLink to={`${base}/objects`} icon="objects" name={texts.crops.nav} />
            <RailLink to={`${base}/hunt`} icon="hunt" name={texts.hunt.nav} />
            <RailLink to={`${base}/jobs`} icon="jobs" name={texts.nav.jobs} />
            <RailLink to={`${base}/exports`} icon="exports" name={texts.nav.exports} />
            <RailLink to={`${base}/compare`} icon="compare" name={texts.nav.compare} />
            <RailLink to={`${base}/proofs`} icon="proof" name={texts.proofs.page} />
            <RailLink to={`${base}/settings`} icon="policy" name={texts.nav.policy} />
            <RailLink to={`${base}/members`} icon="members" name={texts.nav.members} />
          </>
        )}
        <span className="grow" />
        <button
          type="button"
          onClick={() => setHelp(true)}
          aria-label={texts.nav.keys}
          title={texts.nav.keys}
        >
          <Icon name="keyboard" />
        </button>
        {me && (
          <NavLink
            to="/account"
            aria-label={texts.nav.account(me.name || me.email)}
            title={me.name || me.email}
          >
            <Initial name={me.name || me.email} />
          </NavLink>
        )}
      </nav>
      <Outlet />
      {me && <UnsentLine key={me.id} user={me.id} />}
      <KeyboardHelp opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function RailLink({ to, icon, name, also }: { to: string; icon: IconName; name: string; also?: string }) {
  const within = useMatch(also ? `${also}/*` : "/-");
  return (
    <NavLink
      to={to}
      end={Boolean(also)}
      aria-label={name}
      title={name}
      className={within ? "active" : undefined}
    >
      <Icon name={icon} />
    </NavLink>
  );
}

/** The page beside the rail: a bar on top, the content, and (where there is one) an inspector on the right. */
export function Page({
  title,
  about,
  actions,
  inspector,
  footer,
  lead,
  children,
}: {
  /** In the bar and as the title of the tab. */
  title: string;
  about?: ReactNode;
  actions?: ReactNode;
  inspector?: ReactNode;
  footer?: ReactNode;
  /** Before the title: a way back. */
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <title>{texts.title(title)}</title>
      <main className="page" id="content" tabIndex={-1} data-wide={inspector ? undefined : true}>
        <header className="bar">
          {lead}
          <span className="bar-name clip">{title}</span>
          {about && <span className="three clip">{about}</span>}
          <span className="grow" />
          {actions}
        </header>
        {children}
        {footer}
      </main>
      {inspector}
    </>
  );
}

export function Inspector({ label, children }: { label: string; children: ReactNode }) {
  return (
    <aside className="inspector" aria-label={label}>
      {children}
    </aside>
  );
}

/** One part of the inspector: a heading with what stands beside it. */
export function Part({
  title,
  beside,
  end,
  children,
}: {
  title: ReactNode;
  beside?: ReactNode;
  end?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="part">
      <header>
        <h2 className="minor">{title}</h2>
        {beside && <span className="three">{beside}</span>}
        {end && <span className="end">{end}</span>}
      </header>
      {children}
    </section>
  );
}
