package org.lotusguild.lotus.whole;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.HeardLog;

/** The file system of the database is full while commands come. */
@Timeout(120)
class FullDiskTest {
    private static final int COMMANDS = 12;
    /** So long that it finds no place in a page that is there already. */
    private static final String LONG = "!ping " + "x".repeat(6_000);

    @TempDir
    Path folder;

    private final HeardLog log = new HeardLog(Level.WARN);
    private TalkBed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new TalkBed(folder);
    }

    @AfterEach
    void close() {
        log.close();
        bed.close();
    }

    @Test
    void everyCommandIsAnsweredOnceWhenThereIsRoomAgain() throws Exception {
        bed.server.tell(TalkBed.CRYPT, bed.saysInSecret("!ping"));
        Await.until(() -> bed.answers(TalkBed.CRYPT).size() == 1);
        bed.disk.fill();
        for (int n = 0; n < COMMANDS; n++) {
            bed.server.tell(TalkBed.CLEAR, bed.says(LONG));
            bed.server.tell(TalkBed.CRYPT, bed.saysInSecret(LONG));
        }
        Await.until(
                () -> log.lines("there is no room for the database any more").size() == 1);
        Await.until(() -> log.lines("sync failed; it is tried again").size() >= 3);
        assertThat(bed.answers(TalkBed.CLEAR)).hasSizeLessThan(COMMANDS);

        bed.disk.makeRoom();
        Await.until(() -> bed.answers(TalkBed.CLEAR).size() == COMMANDS);
        Await.until(() -> bed.answers(TalkBed.CRYPT).size() == 1 + COMMANDS);
        bed.clock.advance(Duration.ofSeconds(30));
        bed.server.tell(TalkBed.CLEAR, bed.says("!ping"));
        bed.server.tell(TalkBed.CRYPT, bed.saysInSecret("!ping"));
        Await.until(() -> bed.answers(TalkBed.CLEAR).size() > COMMANDS);
        Await.until(() -> bed.answers(TalkBed.CRYPT).size() > 1 + COMMANDS);

        assertThat(bed.answers(TalkBed.CLEAR)).hasSize(COMMANDS + 1);
        assertThat(bed.answers(TalkBed.CRYPT)).hasSize(1 + COMMANDS + 1);
        assertThat(log.errors())
                .singleElement()
                .asString()
                .contains("free some space")
                .contains("goes on by itself");
        assertThat(log.lines("there is room for the database again")).hasSize(1);
    }
}
