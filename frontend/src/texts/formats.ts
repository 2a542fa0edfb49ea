/** Numbers as a language writes them; words stay as they are. The formats are made once: making one takes longer than using it a hundred times. */

export function counts(locale: string): (n: number | string) => string {
  const format = new Intl.NumberFormat(locale);
  return (n) => (typeof n === "number" ? format.format(n) : String(n));
}

export function decimals(locale: string): (n: number | string, digits?: number) => string {
  const made = new Map<number, Intl.NumberFormat>();
  return (n, digits = 2) => {
    if (typeof n !== "number") return String(n);
    let format = made.get(digits);
    if (!format) {
      format = new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
      made.set(digits, format);
    }
    return format.format(n);
  };
}
