import { useInfiniteQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { listAudit } from "../api/calls";
import { keys, useMe } from "../api/queries";
import { texts } from "../texts";
import { locale } from "../texts/language";
import { Button } from "../ui/controls";
import { Page } from "../ui/Shell";
import { Failed } from "../ui/states";
import "./account.css";

const say = texts.account;
const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

export default function Audit() {
  const { organization = "" } = useParams();
  const { data: me } = useMe();
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: keys.audit(organization),
    queryFn: ({ pageParam }) => listAudit(organization, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const events = data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <Page title={say.audit} about={me?.organizations.find(({ id }) => id === organization)?.name}>
      <div className="scroll" role="region" aria-label={say.audit} tabIndex={0}>
        {error && !data ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : (
          <div className="sheet">
            <header>
              <h1>{say.audit_heading}</h1>
              <p className="two">{say.audit_says}</p>
            </header>
            <ul className="rows audit">
              {events.map((event) => (
                <li key={event.id}>
                  <time className="three" dateTime={event.at}>
                    {moment.format(new Date(event.at))}
                  </time>
                  <span className="grow">
                    <b>{event.actor_name || texts.common.somebody}</b> {event.says}{" "}
                    <span className="two">{event.thing_name}</span>
                  </span>
                  <span className="three digest" title={event.seal}>
                    {event.seal.slice(0, 7)}
                  </span>
                </li>
              ))}
            </ul>
            {hasNextPage && (
              <div>
                <Button onClick={() => void fetchNextPage()}>{texts.common.more}</Button>
              </div>
            )}
          </div>
        )}
      </div>
    </Page>
  );
}
