/** Which of a project's datasets a page shows; nothing where there is one only. */

import type { ComponentProps } from "react";
import { Field } from "./controls";

interface Props {
  datasets: readonly { id: string; name: string }[];
  value: string;
  label: string;
  onChange: (dataset: string) => void;
}

export function DatasetChoice({ label, ...props }: Props) {
  return props.datasets.length > 1 ? <Datasets aria-label={label} {...props} /> : null;
}

/** The same as a field of a form. */
export function DatasetField({ label, small, ...props }: Props & { small?: boolean }) {
  if (props.datasets.length < 2) return null;
  return (
    <Field label={label} small={small}>
      {(field) => <Datasets {...field} {...props} />}
    </Field>
  );
}

function Datasets({
  datasets,
  onChange,
  ...select
}: Omit<Props, "label"> & Omit<ComponentProps<"select">, "onChange">) {
  return (
    <select {...select} onChange={(event) => onChange(event.target.value)}>
      {datasets.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
    </select>
  );
}
