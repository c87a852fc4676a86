package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.List;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** The stored outgoing requests. */
final class RequestStore {
    private final long account;

    RequestStore(long account) {
        this.account = account;
    }

    List<Request> all(Tx tx) {
        return tx.sql("""
                        select id, number, kind, event_type, body, context from crypto_request
                        where account = :account order by number
                        """).bind("account", account).list(RequestStore::request);
    }

    void insert(Tx tx, Request request, Instant now) {
        tx.sql("""
                        insert into crypto_request (account, id, number, kind, event_type, body, context, created)
                        values (:account, :id, :number, :kind, :type, :body, :context, :created)
                        """)
                .bind("account", account)
                .bind("id", request.id().value())
                .bind("number", request.number())
                .bind("kind", request.kind().name())
                .bind("type", request.eventType())
                .bind("body", Json.text(request.body()))
                .bind("context", Json.text(request.context()))
                .bind("created", now)
                .update();
    }

    void delete(Tx tx, RequestId id) {
        tx.sql("delete from crypto_request where account = :account and id = :id")
                .bind("account", account)
                .bind("id", id.value())
                .update();
    }

    private static Request request(Row row) {
        return new Request(
                new RequestId(row.text("id")),
                row.number("number"),
                Request.Kind.valueOf(row.text("kind")),
                row.text("event_type"),
                Json.parseObject(row.text("body")),
                Json.parseObject(row.text("context")));
    }
}
