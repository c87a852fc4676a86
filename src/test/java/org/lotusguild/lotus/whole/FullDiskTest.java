package org.lotusguild.lotus.whole;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The file system of the database is full while commands come. */
@Timeout(120)
class FullDiskTest {
    private static final int COMMANDS = 12;
    /** So long that it finds no place in a page that is there already. */
    private static final String LONG = "!ping " + "x".repeat(6_000);

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger all = (Logger) LoggerFactory.getLogger("org.lotusguild.lotus");
    private TalkBed bed;

    @BeforeEach
    void open() throws Exception {
        log.start();
        all.addAppender(log);
        bed = new TalkBed(folder);
    }

    @AfterEach
    void close() {
        all.detachAppender(log);
        bed.close();
    }

    @Test
    void everyCommandIsAnsweredOnceWhenThereIsRoomAgain() throws Exception {
        bed.server.tell(TalkBed.CRYPT, bed.saysInSecret("!ping"));
        TalkBed.await(() -> bed.answers(TalkBed.CRYPT).size() == 1);
        bed.disk.fill();
        for (int n = 0; n < COMMANDS; n++) {
            bed.server.tell(TalkBed.CLEAR, bed.says(LONG));
            bed.server.tell(TalkBed.CRYPT, bed.saysInSecret(LONG));
        }
        TalkBed.await(() -> lines("there is no room for the database any more").size() == 1);
        TalkBed.await(() -> lines("sync failed; it is tried again").size() >= 3);
        assertThat(bed.answers(TalkBed.CLEAR)).hasSizeLessThan(COMMANDS);

        bed.disk.makeRoom();
        TalkBed.await(() -> bed.answers(TalkBed.CLEAR).size() == COMMANDS);
        TalkBed.await(() -> bed.answers(TalkBed.CRYPT).size() == 1 + COMMANDS);
        bed.clock.advance(Duration.ofSeconds(30));
        bed.server.tell(TalkBed.CLEAR, bed.says("!ping"));
        bed.server.tell(TalkBed.CRYPT, bed.saysInSecret("!ping"));
        TalkBed.await(() -> bed.answers(TalkBed.CLEAR).size() > COMMANDS);
        TalkBed.await(() -> bed.answers(TalkBed.CRYPT).size() > 1 + COMMANDS);

        assertThat(bed.answers(TalkBed.CLEAR)).hasSize(COMMANDS + 1);
        assertThat(bed.answers(TalkBed.CRYPT)).hasSize(1 + COMMANDS + 1);
        assertThat(errors())
                .singleElement()
                .asString()
                .contains("free some space")
                .contains("goes on by itself");
        assertThat(lines("there is room for the database again")).hasSize(1);
    }

    private List<String> lines(String beginning) {
        return copy().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    private List<String> errors() {
        return copy().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .map(event -> event.getFormattedMessage() + " " + event.getKeyValuePairs())
                .toList();
    }

    private List<ILoggingEvent> copy() {
        synchronized (log) {
            return List.copyOf(log.list);
        }
    }
}
