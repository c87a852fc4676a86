package org.lotusguild.lotus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.StoreException.Kind;

/** What statements and their values do alike on both databases. */
abstract class StatementContract extends OneDatabase {
    @Test
    void keepsEveryKindOfValue() {
        database.run(tx -> tx.sql("""
                insert into contract_thing (id, amount, flag, content, at) values (:id, :amount, :flag, :content, :at)""")
                .bind("id", "ünï — 🌸")
                .bind("amount", Long.MIN_VALUE)
                .bind("flag", true)
                .bind("content", new byte[] {0, -1, 7})
                .bind("at", NOW)
                .update());
        Optional<Boolean> seen = database.read(tx -> tx.sql("select id, amount, flag, content, at from contract_thing")
                .first(row -> {
                    assertThat(row.text("id")).isEqualTo("ünï — 🌸");
                    assertThat(row.number("amount")).isEqualTo(Long.MIN_VALUE);
                    assertThat(row.flag("flag")).isTrue();
                    assertThat(row.bytes("content")).containsExactly(0, -1, 7);
                    assertThat(row.instant("at")).isEqualTo(NOW);
                    return true;
                }));
        assertThat(seen).contains(true);
    }

    @Test
    void tellsNullFromAValue() {
        database.run(tx -> tx.sql("insert into contract_thing (id, amount, content, at) values (:id, :no, :no, :no)")
                .bind("id", "x")
                .bind("no", null)
                .update());
        Optional<Boolean> seen = database.read(tx -> tx.sql("select id, amount, content, at from contract_thing")
                .first(row -> {
                    assertThat(row.optionalText("id")).contains("x");
                    assertThat(row.optionalNumber("amount")).isEmpty();
                    assertThat(row.optionalBytes("content")).isEmpty();
                    assertThat(row.optionalInstant("at")).isEmpty();
                    assertThat(kind(() -> row.number("amount"))).isEqualTo(Kind.BROKEN);
                    return true;
                }));
        assertThat(seen).contains(true);
    }

    @Test
    void bindsIdentifiersAndEnumsByTheirText() {
        List<Object> values = List.of(
                UserId.parse("@a:example.org"),
                RoomId.parse("!r:example.org"),
                EventId.parse("$e"),
                new DeviceId("DEV"),
                Kind.BUSY);
        database.run(tx -> values.forEach(value -> tx.sql("insert into contract_thing (id) values (:id)")
                .bind("id", value)
                .update()));
        assertThat(ids()).containsExactlyInAnyOrder("@a:example.org", "!r:example.org", "$e", "DEV", "BUSY");
    }

    @Test
    void aParameterMayStandTwiceAndColonsInTextsAreNone() {
        database.run(tx -> {
            insert(tx, "a:b");
            assertThat(tx.sql("select id from contract_thing where id = 'a:b' and id like :p and :p = :p")
                            .bind("p", "a:b")
                            .list(row -> row.text("id")))
                    .containsExactly("a:b");
        });
    }

    @Test
    void aStatementMayRunAgainWhileItsOwnRowsAreRead() {
        database.run(tx -> {
            insert(tx, "a");
            insert(tx, "b");
            assertThat(idsFrom(tx, "a", id -> idsFrom(tx, id, inner -> List.of(id + inner))))
                    .containsExactly("aa", "ab", "bb");
        });
    }

    private static List<String> idsFrom(Tx tx, String from, Function<String, List<String>> each) {
        return tx
                .sql("select id from contract_thing where id >= :from order by id")
                .bind("from", from)
                .list(row -> each.apply(row.text("id")))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void refusesAParameterWithoutAValue() {
        assertThat(kind(() -> database.run(tx ->
                        tx.sql("delete from contract_thing where id = :id").update())))
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void refusesANulSignAndAnUnknownParameter() {
        assertThat(kind(() -> database.run(tx -> insert(tx, "a\0b")))).isEqualTo(Kind.BROKEN);
        assertThat(kind(() -> database.run(tx -> tx.sql("delete from contract_thing where id = :id")
                        .bind("other", 1)
                        .update())))
                .isEqualTo(Kind.BROKEN);
    }

    @Test
    void sendsABatchOfRows() {
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
        int changed = database.inTransaction(tx -> tx.batch(
                "insert into contract_thing (id, amount) values (:id, :amount) on conflict (id) do nothing",
                numbers,
                (row, n) -> row.bind("id", "n" + n).bind("amount", n == 7 ? null : n)));
        assertThat(changed).isEqualTo(1_000);
        assertThat(ids()).hasSize(1_000);
        database.run(tx -> assertThat(tx.batch("delete from contract_thing where id = :id", List.of(), (row, n) -> {}))
                .isZero());
    }

    @Test
    void neverTellsTheValuesOfAFailedStatement() {
        database.run(tx -> insert(tx, "hush-hush"));
        assertThatThrownBy(() -> database.run(tx -> insert(tx, "hush-hush"))).satisfies(e -> {
            for (Throwable at = e; at != null; at = at.getCause()) {
                assertThat(at.toString()).doesNotContain("hush-hush");
            }
        });
    }
}
