package org.lotusguild.lotus.webhooks.courier;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.Known;

/** Tells the admins once of a hook whose end is near. */
final class Expiries {
    private static final Duration NEAR = Duration.ofDays(3);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Hooks hooks;
    private final Database database;
    private final RoomSender bot;
    private final Optional<RoomId> admins;

    Expiries(Hooks hooks, Database database, RoomSender bot, Optional<RoomId> admins) {
        this.hooks = hooks;
        this.database = database;
        this.bot = bot;
        this.admins = admins;
    }

    void look(Instant now) {
        admins.ifPresent(room -> hooks.all().forEach(known -> look(known, room, now)));
    }

    /** One whose end was put off is announced again, when that is near. */
    private void look(Known known, RoomId room, Instant now) {
        Hook hook = known.hook();
        boolean near = hook.expires()
                .filter(end -> now.isBefore(end) && end.isBefore(now.plus(NEAR)))
                .isPresent();
        boolean over = hook.expires().filter(end -> !now.isBefore(end)).isPresent();
        if (near && !known.switches().warned()) {
            tell(known, hook.expires().orElseThrow(), room, now);
            hooks.warned(hook.name(), true);
        } else if (!near && !over && known.switches().warned()) {
            hooks.warned(hook.name(), false);
        }
    }

    /** Under a key: whoever dies between this and the note that it was told tells it once. */
    private void tell(Known known, Instant end, RoomId room, Instant now) {
        String name = known.hook().name();
        String remedy = known.origin() == Known.Origin.FILE
                ? "To keep it, change its expires in lotus.yaml."
                : "Who still posts there then needs another one.";
        Doc line = Doc.plain("⏳ %s – works for %s more, until %s. %s"
                .formatted(name, Durations.shown(Duration.between(now, end)), DAY.format(end), remedy));
        SendOptions once = SendOptions.interactive().key("expires " + name + " " + end.toEpochMilli());
        database.run(tx -> bot.enqueue(tx, room, "m.room.message", MessageContent.notice(line), once));
    }
}
