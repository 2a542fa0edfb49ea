/** Which of a project's datasets a page shows; nothing where there is one only. */

interface Props {
  datasets: readonly { id: string; name: string }[];
  value: string;
  label: string;
  onChange: (dataset: string) => void;
}

export function DatasetChoice({ datasets, value, label, onChange }: Props) {
  if (datasets.length < 2) return null;
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {datasets.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
    </select>
  );
}
