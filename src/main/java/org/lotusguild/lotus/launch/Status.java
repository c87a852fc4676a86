package org.lotusguild.lotus.launch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
            Map<String, Long> unread,
            List<String> commands) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Person(String userId, String passwordFile) {}

    record Part(PartState state, String detail) {}
}
