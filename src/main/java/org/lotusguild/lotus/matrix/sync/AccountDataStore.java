package org.lotusguild.lotus.matrix.sync;

import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** The account's private data as last synced or written. */
public record AccountDataStore(UserId account) {

    public Optional<ObjectNode> content(Tx tx, String type) {
        return text(tx, type).map(Json::parseObject);
    }

    /** The content as JSON. */
    public Optional<String> text(Tx tx, String type) {
        return tx.sql("select content from matrix_account_data where account = :account and type = :type")
                .bind("account", account)
                .bind("type", type)
                .first(row -> row.text("content"));
    }

    public void put(Tx tx, String type, ObjectNode content) {
        tx.sql("""
                insert into matrix_account_data (account, type, content) values (:account, :type, :content)
                on conflict (account, type) do update set content = excluded.content
                """)
                .bind("account", account)
                .bind("type", type)
                .bind("content", Json.text(content))
                .update();
    }
}
