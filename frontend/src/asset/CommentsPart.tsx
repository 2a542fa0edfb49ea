/** What people say to each other about this picture; a comment may be pinned to an object and a frame. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { send, sentenceOf } from "../api/client";
import type { Asset, Comment, Page } from "../api/contract";
import { Button, Initial } from "../ui/controls";
import { Part } from "../ui/Shell";
import { say } from "./texts";

interface Props {
  asset: Asset;
  /** The object and frame to which a new comment is pinned. */
  pin: { annotation: string | undefined; frame(): number };
  names: ReadonlyMap<string, string>;
  onGo(annotation: string | null, frame: number | null): void;
}

export function CommentsPart({ asset, pin, names, onGo }: Props) {
  const client = useQueryClient();
  const queryKey = ["comments", asset.id];
  const { data } = useQuery({
    queryKey,
    queryFn: () => send<Page<Comment>>("GET", `assets/${asset.id}/comments`, { query: { limit: 200 } }),
  });
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  const [settled, setSettled] = useState(false);
  const comments = data?.results ?? [];
  const open = comments.filter((comment) => !comment.resolved_at);
  const shown = settled ? comments : open;
  const mayComment = asset.acts.includes("comment");
  const video = asset.kind === "video";
  if (!mayComment && !comments.length) return null;

  const attempt = async (act: () => Promise<unknown>) => {
    try {
      setWrong("");
      await act();
      await client.invalidateQueries({ queryKey });
      return true;
    } catch (error) {
      setWrong(sentenceOf(error));
      return false;
    }
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const body = { text: text.trim(), annotation: pin.annotation, frame: video ? pin.frame() : undefined };
    if (body.text && (await attempt(() => send("POST", `assets/${asset.id}/comments`, { body }))))
      setText("");
  };
  const resolve = (comment: Comment) =>
    void attempt(() => send("PATCH", `comments/${comment.id}`, { body: { resolved: !comment.resolved_at } }));
  const placeOf = (annotation: string | null | undefined, frame: number | null | undefined) =>
    say.comments.place(annotation ? (names.get(annotation) ?? "") : "", video ? (frame ?? null) : null);

  return (
    <Part
      title={say.comments.title}
      beside={open.length ? String(open.length) : undefined}
      end={
        comments.length > open.length && (
          <button
            type="button"
            className="text two"
            aria-expanded={settled}
            onClick={() => setSettled(!settled)}
          >
            {settled ? say.comments.hideDone : say.comments.showDone(comments.length - open.length)}
          </button>
        )
      }
    >
      {shown.length > 0 && (
        <ul className="comments">
          {shown.map((comment) => {
            const place = placeOf(comment.annotation, comment.frame);
            return (
              <li key={comment.id} data-done={comment.resolved_at ? true : undefined}>
                <Initial name={comment.author?.name ?? "?"} />
                <div>
                  <p>
                    <b>{comment.author?.name ?? say.comments.gone}</b> {comment.text}
                  </p>
                  <p className="row three">
                    {place && (
                      <button
                        type="button"
                        className="text"
                        onClick={() => onGo(comment.annotation, comment.frame)}
                      >
                        {place}
                      </button>
                    )}
                    <span className="grow" />
                    {mayComment && (
                      <button type="button" className="text" onClick={() => resolve(comment)}>
                        {comment.resolved_at ? say.comments.reopen : say.comments.resolve}
                      </button>
                    )}
                  </p>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {mayComment && (
        <form className="comment-form" onSubmit={(event) => void add(event)}>
          <input
            className="input"
            value={text}
            maxLength={4000}
            aria-label={say.comments.placeholder}
            placeholder={say.comments.on(placeOf(pin.annotation, text ? pin.frame() : null))}
            onChange={(event) => setText(event.target.value)}
          />
          {text.trim() && (
            <Button type="submit" look="line">
              {say.comments.send}
            </Button>
          )}
        </form>
      )}
      {wrong && (
        <p className="wrong" role="alert">
          {wrong}
        </p>
      )}
    </Part>
  );
}
