/** The component library, themed by the tokens alone: every colour it knows is one of ours. */
import {
  DEFAULT_THEME,
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from "@mantine/core";

const ink = Array.from({ length: 10 }, (_, step) =>
  step < 3 ? "var(--sunken)" : step < 6 ? "var(--line-strong)" : "var(--ink)",
) as unknown as MantineColorsTuple;

const colors = Object.fromEntries([...Object.keys(DEFAULT_THEME.colors), "ink"].map((name) => [name, ink]));

export const theme = createTheme({
  colors,
  primaryColor: "ink",
  white: "var(--ground)",
  black: "var(--ink)",
  fontFamily: "var(--sans)",
  fontSizes: { xs: "13px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  defaultRadius: "6px",
  headings: { fontFamily: "var(--sans)", fontWeight: "560" },
  focusRing: "never",
  respectReducedMotion: true,
  shadows: { xs: "var(--lift)", sm: "var(--lift)", md: "var(--lift)", lg: "var(--lift)", xl: "var(--lift)" },
});

const grounds = {
  "--mantine-color-body": "var(--ground)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-bright": "var(--ink)",
  "--mantine-color-anchor": "var(--ink)",
  "--mantine-color-error": "var(--wrong)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-default": "var(--ground)",
  "--mantine-color-default-hover": "var(--sunken)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-color-disabled": "var(--sunken)",
  "--mantine-color-disabled-color": "var(--ink-3)",
  "--mantine-color-disabled-border": "var(--line)",
};

export const variables: CSSVariablesResolver = () => ({ variables: {}, light: grounds, dark: grounds });

/* Light, dark, or as the system. Kept in a cookie, so that the server can send the page in it from the first byte. */

export type Look = "system" | "light" | "dark";

export function readLook(cookies: string = document.cookie): Look {
  const found = /(?:^|; )moretta_look=(light|dark)/.exec(cookies);
  return (found?.[1] as Look | undefined) ?? "system";
}

export function setLook(look: Look): void {
  const age = look === "system" ? 0 : 400 * 86400;
  document.cookie = `moretta_look=${look}; path=/; max-age=${age}; samesite=lax`;
  if (look === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = look;
}
