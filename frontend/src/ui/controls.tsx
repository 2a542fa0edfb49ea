import { useId, useRef, type ButtonHTMLAttributes, type KeyboardEvent, type ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import { Icon, type IconName } from "./Icon";
import "./controls.css";

interface Look {
  look?: "line" | "go" | "quiet" | "wrong";
  big?: boolean;
  full?: boolean;
  icon?: IconName;
}

const attributes = ({ look = "line", big, full }: Look) => ({
  className: "button",
  "data-look": look,
  "data-big": big || undefined,
  "data-full": full || undefined,
});

/** One filled button (`look="go"`) a screen: the next act, in words that say what it does. */
export function Button({
  look,
  big,
  full,
  icon,
  children,
  ...rest
}: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...attributes({ look, big, full })} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export function ButtonLink({ look, big, full, icon, children, ...rest }: Look & LinkProps) {
  return (
    <Link {...attributes({ look, big, full })} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}

/** A button that shows an icon alone; `name` is what it says to everybody. */
export function IconButton({
  icon,
  name,
  ...rest
}: { icon: IconName; name: string } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      className="button"
      data-look="quiet"
      data-square
      aria-label={name}
      title={name}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}

/** A few exclusive choices in one line; arrows move, as in a radio group. */
export function Segmented<Value extends string>({
  value,
  options,
  onChange,
  label,
}: {
  value: Value;
  options: readonly { value: Value; text: ReactNode; disabled?: boolean; title?: string }[];
  onChange: (value: Value) => void;
  label: string;
}) {
  const group = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const open = options.filter((option) => !option.disabled);
    const at = open.findIndex((option) => option.value === value);
    const next = open[(at + by + open.length) % open.length];
    if (!next) return;
    onChange(next.value);
    group.current?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <div className="segmented" role="radiogroup" aria-label={label} ref={group} onKeyDown={move}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          data-value={option.value}
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          disabled={option.disabled}
          title={option.title}
          onClick={() => onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd>{children}</kbd>;
}

/** The letter chip of a label's kind. */
/** Drawn by the style sheet: for who hears the page it is no text beside the name. */
export function Letter({ chip, title }: { chip: string; title?: string }) {
  return <span className="letter" title={title} data-chip={chip} aria-hidden="true" />;
}

export const initialOf = (name: string): string => (name.trim()[0] ?? "?").toUpperCase();

export function Initial({ name }: { name: string }) {
  return (
    <span className="initial" aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}

/** Two layers of one bar: what was sent (ticks) and what is done (ink); shares 0 … 1. */
export function Progress({ done, sent, label }: { done: number; sent?: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, done)) * 100);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      {sent !== undefined && <i className="sent" style={{ width: `${Math.min(1, sent) * 100}%` }} />}
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}

/** A label over a control, with help below it, or what is wrong with it. */
export function Field({
  label,
  help,
  wrong,
  small,
  children,
}: {
  label: ReactNode;
  help?: ReactNode;
  wrong?: string | null;
  small?: boolean;
  children: (props: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
}) {
  const id = useId();
  const note = wrong || help ? `${id}-note` : undefined;
  return (
    <div className="field" data-small={small || undefined}>
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": note, "aria-invalid": wrong ? true : undefined })}
      {(wrong || help) && (
        <p id={note} className={wrong ? "wrong" : "three"} role={wrong ? "alert" : undefined}>
          {wrong || help}
        </p>
      )}
    </div>
  );
}

export function Check({
  checked,
  onChange,
  says,
  children,
  type = "checkbox",
  ...rest
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  says?: ReactNode;
  children: ReactNode;
  type?: "checkbox" | "radio";
  name?: string;
  disabled?: boolean;
}) {
  return (
    <label className="check">
      <input type={type} checked={checked} onChange={(event) => onChange(event.target.checked)} {...rest} />
      <span>
        {children}
        {says && (
          <span className="three" style={{ display: "block" }}>
            {says}
          </span>
        )}
      </span>
    </label>
  );
}
