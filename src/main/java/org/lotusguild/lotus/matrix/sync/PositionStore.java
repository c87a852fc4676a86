package org.lotusguild.lotus.matrix.sync;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Where an account stands in sync, and its filter. The account's row is there already. */
record PositionStore(UserId account) {

    Optional<String> nextBatch(Tx tx) {
        return tx.sql("select next_batch from matrix_account where account = :account")
                .bind("account", account)
                .first(row -> row.optionalText("next_batch"))
                .flatMap(position -> position);
    }

    /** {@code null} drops the position. */
    void nextBatch(Tx tx, @Nullable String position) {
        tx.sql("update matrix_account set next_batch = :position where account = :account")
                .bind("account", account)
                .bind("position", position)
                .update();
    }

    /** The id of this very filter, if it was uploaded before. */
    Optional<String> filterId(Tx tx, String filter) {
        return tx.sql("select filter_id from matrix_account where account = :account and filter = :filter")
                .bind("account", account)
                .bind("filter", filter)
                .first(row -> row.optionalText("filter_id"))
                .flatMap(id -> id);
    }

    void dropFilter(Tx tx) {
        tx.sql("update matrix_account set filter = null, filter_id = null where account = :account")
                .bind("account", account)
                .update();
    }

    void filterId(Tx tx, String filter, String id) {
        tx.sql("update matrix_account set filter = :filter, filter_id = :id where account = :account")
                .bind("account", account)
                .bind("filter", filter)
                .bind("id", id)
                .update();
    }
}
