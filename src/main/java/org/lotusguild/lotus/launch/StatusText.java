package org.lotusguild.lotus.launch;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.launch.chat.Harmless;

/** A status for people. */
final class StatusText {
    private final Console console;

    StatusText(Console console) {
        this.console = console;
    }

    void print(Status status) {
        console.line(console.strong(status.ready() ? "Lotus runs." : "Lotus is not ready.") + " Version "
                + status.version() + ", process " + status.pid() + ", home " + status.home());
        row("homeserver", status.homeserver());
        row("Lotus", status.http());
        if (status.bot() != null) {
            Status.Bot bot = status.bot();
            row(
                    "bot",
                    bot.userId() + ", device " + bot.deviceId()
                            + (bot.crossSigned() ? ", cross-signed" : ", not cross-signed"));
            row("backup", bot.backup().text());
            row("unread", unread(bot.unread()));
        }
        status.accounts()
                .forEach((name, person) -> row(name, person.userId() + ", password in " + person.passwordFile()));
        for (Map.Entry<String, Status.Part> part : status.parts().entrySet()) {
            String detail = part.getValue().detail();
            row(
                    part.getKey(),
                    part.getValue().state().name().toLowerCase(java.util.Locale.ROOT)
                            + (detail.isEmpty() ? "" : ": " + detail));
        }
    }

    /** Nothing if all was read. */
    private static @Nullable String unread(Map<String, Long> byReason) {
        return byReason.isEmpty()
                ? null
                : byReason.entrySet().stream()
                        .map(reason -> reason.getValue() + " waiting: " + reason.getKey())
                        .collect(Collectors.joining(", "));
    }

    private void row(String name, @Nullable String value) {
        if (value != null) {
            // A detail may hold what a homeserver or a proxy said.
            console.line("  %-12s %s".formatted(name, Harmless.text(value)));
        }
    }
}
