package org.lotusguild.lotus.webhooks.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;

class ExpiriesTest {
    private static final Duration A_WEEK_AND_MORE = Duration.ofHours(204);

    @TempDir
    Path folder;

    @AutoClose
    private CourierBed bed;

    private LocalDate last;

    /** One hook works for ten days more, the other for ever. */
    @BeforeEach
    void open() throws Exception {
        last = Clock.systemUTC().instant().atZone(ZoneOffset.UTC).toLocalDate().plusDays(10);
        bed = new CourierBed(folder, """
                hooks:
                  - {name: house, rooms: [{room: "!room:example.org"}], expires: %s}
                  - {name: plain, rooms: [{room: "!room:example.org"}]}
                """.formatted(last));
    }

    private boolean warned() {
        return bed.hooks.named("house").orElseThrow().switches().warned();
    }

    @Test
    void theAdminsAreToldOnceOfAHookThatEndsInLessThanThreeDays() throws Exception {
        try (CourierBed.Running process = bed.process()) {
            bed.accept("plain", "{\"title\": \"anything\"}");
            bed.awaitDone();
            assertThat(warned()).isFalse();
            bed.ahead.set(A_WEEK_AND_MORE);
            Await.until(() -> !bed.arrived(CourierBed.ADMINS).isEmpty());
            Await.until(this::warned);
        }
        bed.ahead.set(A_WEEK_AND_MORE.plusHours(2));
        try (CourierBed.Running process = bed.process()) {
            bed.accept("plain", "{\"title\": \"something\"}");
            bed.awaitDone();
        }
        assertThat(bed.arrived(CourierBed.ADMINS))
                .singleElement()
                .satisfies(line -> assertThat(line.body())
                        .matches("⏳ house – works for \\d d( \\d+ h)? more, until " + last.plusDays(1)
                                + " 00:00 UTC\\. To keep it, change its expires in lotus\\.yaml\\."));
    }

    @Test
    void oneWhoseEndWasPutOffIsAnnouncedAgain() throws Exception {
        bed.hooks.warned("house", true);
        try (CourierBed.Running process = bed.process()) {
            Await.until(() -> !warned());
        }
        assertThat(bed.arrived(CourierBed.ADMINS)).isEmpty();
    }
}
