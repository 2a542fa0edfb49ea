import { Modal } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { sentenceOf } from "../api/client";
import { texts } from "../texts";
import { Button } from "./controls";
import "./dialog.css";

/** A question over the page: Escape and the cross close it, focus stays inside and returns afterwards. */
export function Dialog({
  opened,
  onClose,
  title,
  wide,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      size={wide ? 760 : 440}
      classNames={{ content: "dialog", header: "dialog-head", title: "dialog-title", body: "dialog-body" }}
      overlayProps={{ color: "var(--shade)", backgroundOpacity: undefined }}
      closeButtonProps={{ "aria-label": texts.common.close }}
      transitionProps={{ duration: 120, transition: "fade" }}
    >
      {children}
    </Modal>
  );
}

/** A dialog that asks before it acts; what went wrong is said in it. */
export function Confirm({
  opened,
  onClose,
  title,
  act,
  danger,
  disabled,
  onConfirm,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  act: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onConfirm: () => Promise<unknown>;
  children?: ReactNode;
}) {
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setWrong("");
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setWrong(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <form className="stack" onSubmit={(event) => void confirm(event)}>
        {children}
        {wrong && (
          <p className="wrong" role="alert">
            {wrong}
          </p>
        )}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look={danger ? "wrong" : "go"} disabled={busy || disabled}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
