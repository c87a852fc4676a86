package org.lotusguild.lotus.launch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.crypto.BackupReport;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What {@code lotus status --json} prints. Fields that are not known yet are left out. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Status(
        long pid,
        String version,
        boolean ready,
        String home,
        @Nullable String homeserver,
        @Nullable String serverName,
        @Nullable String http,
        @Nullable Bot bot,
        Map<String, Person> accounts,
        Map<String, String> rooms,
        Map<String, Part> parts) {

    /** @param commands what it answers to, with the prefix; empty until it serves */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Bot(
            String userId,
            String deviceId,
            String fingerprint,
            boolean crossSigned,
            long oneTimeKeys,
            Backup backup,
            Map<String, Long> unread,
            List<String> commands) {}

    /**
     * The backup of room keys.
     *
     * @param state of {@link BackupReport.State}, small
     * @param version empty unless it is on
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Backup(String state, String version, long kept, long waiting) {
        static Backup of(BackupReport report) {
            return new Backup(
                    report.state().name().toLowerCase(Locale.ROOT),
                    report.version().orElse(""),
                    report.kept(),
                    report.waiting());
        }

        boolean on() {
            return !version.isEmpty();
        }

        /** For people. */
        String text() {
            return switch (BackupReport.State.valueOf(state.toUpperCase(Locale.ROOT))) {
                case ON -> "version " + version + ": " + kept + " sessions kept, " + waiting + " to go";
                case OFF -> "off; start it with: lotus account setup-encryption";
                case CHECKING -> "the homeserver has not said yet which backup it has";
                case FOREIGN ->
                    "the homeserver has a backup that is not the bot's own, so nothing goes there: run lotus account"
                            + " restore with its recovery key";
                case REFUSED -> "the homeserver refuses it; it is tried again every hour";
            };
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Person(String userId, String passwordFile) {}

    record Part(PartState state, String detail) {}
}
