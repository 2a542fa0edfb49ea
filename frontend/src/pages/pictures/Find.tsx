import { useEffect, useState } from "react";
import { texts } from "../../texts";
import { Button, IconButton } from "../../ui/controls";

/** Find by name: a button that becomes a field; what is typed reaches the address after a moment. */
export function Find({
  opened,
  value,
  onOpen,
  onClose,
  onChange,
}: {
  opened: boolean;
  value: string;
  onOpen: () => void;
  onClose: () => void;
  onChange: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text.trim()), 250);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  if (!opened) {
    return (
      <Button look="quiet" icon="find" onClick={onOpen}>
        {texts.pictures.find}
      </Button>
    );
  }
  const close = () => {
    setText("");
    onChange("");
    onClose();
  };
  return (
    <search className="find">
      <input
        className="input"
        type="search"
        autoFocus
        aria-label={texts.pictures.find}
        placeholder={texts.pictures.find_placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && close()}
      />
      <IconButton icon="close" name={texts.common.close} onClick={close} />
    </search>
  );
}
