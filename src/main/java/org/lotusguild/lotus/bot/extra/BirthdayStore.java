package org.lotusguild.lotus.bot.extra;

import java.time.MonthDay;
import java.util.List;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.store.Tx;

/** Days of people, without years. */
final class BirthdayStore {

    record Birthday(UserId person, MonthDay day) {}

    void put(Tx tx, UserId person, MonthDay day) {
        tx.sql("""
                insert into bot_birthday (person, month, day) values (:person, :month, :day)
                on conflict (person) do update set month = excluded.month, day = excluded.day""")
                .bind("person", person)
                .bind("month", day.getMonthValue())
                .bind("day", day.getDayOfMonth())
                .update();
    }

    void forget(Tx tx, UserId person) {
        tx.sql("delete from bot_birthday where person = :person")
                .bind("person", person)
                .update();
    }

    List<Birthday> all(Tx tx) {
        return tx.sql("select person, month, day from bot_birthday order by person")
                .list(row -> new Birthday(
                        UserId.parse(row.text("person")),
                        MonthDay.of(Math.toIntExact(row.number("month")), Math.toIntExact(row.number("day")))));
    }
}
