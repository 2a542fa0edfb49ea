/** Times as people say them; the server speaks UTC, the page the browser's zone. */
import { locale } from "../texts/language";
import { decimal } from "../texts/numbers";

const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });

/** Today the time, this week the day, else the date. */
export function timeOf(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  if (at.toDateString() === now.toDateString()) return clock.format(at);
  const days = Math.abs(now.getTime() - at.getTime()) / 86_400_000;
  if (days < 6) return weekday.format(at);
  return at.getFullYear() === now.getFullYear() ? day.format(at) : dayOfYear.format(at);
}

export function dateOf(iso: string | null): string {
  return iso ? dayOfYear.format(new Date(iso)) : "";
}

/** 1 kB is 1,000 bytes, as on the disk's label. */
export function sizeOf(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  const value = bytes / 1000 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : decimal(value, 1)} ${units[power]}`;
}
