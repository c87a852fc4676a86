package org.lotusguild.lotus.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.bot.fake.BotBed.ALICE;
import static org.lotusguild.lotus.bot.fake.BotBed.ROOM;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.bot.fake.BotBed;

class ClockworkTest {
    @TempDir
    Path folder;

    @Test
    void forgetsClaimsOfLastWeekWhileTheProcessLives() {
        BotBed bed = new BotBed(folder, Instant.parse("2026-11-25T10:00:00Z"), unused -> List.of());
        bed.after(Duration.ZERO);
        bed.says(ALICE, ROOM, "!help");
        assertThat(claims(bed)).isEqualTo(1);
        bed.after(Duration.ofDays(6));
        assertThat(claims(bed)).isEqualTo(1);
        bed.after(Duration.ofDays(2));
        assertThat(claims(bed)).isZero();
    }

    private static long claims(BotBed bed) {
        return bed.db()
                .read(tx -> tx.sql("select count(*) as n from bot_claim").first(row -> row.number("n")))
                .orElseThrow();
    }
}
