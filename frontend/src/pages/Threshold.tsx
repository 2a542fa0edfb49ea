import type { ReactNode } from "react";
import { texts } from "../texts";
import { Moretta } from "../ui/StateGlyph";
import "./threshold.css";

/** The frame of the pages before the door: sign-in and links. */
export function Threshold({
  title,
  heading,
  says,
  children,
}: {
  title: string;
  heading: ReactNode;
  says?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <main className="threshold" id="content">
      <title>{texts.title(title)}</title>
      <div>
        <Moretta size={56} />
        <header>
          <h1>{heading}</h1>
          {says && <p className="two">{says}</p>}
        </header>
        {children}
      </div>
    </main>
  );
}
