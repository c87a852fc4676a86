package org.lotusguild.lotus.matrix.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.matrix.Figures;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class LargeSyncTest {
    private static final Set<List<String>> ROOMS = Set.of(List.of("rooms", "join"));
    private static final int ROOM_COUNT = 400;
    private static final int EVENTS = 100;

    @TempDir
    Path folder;

    /** A tree of the answer would take about ten times its bytes: the Java machine of {@link Reader} has less. */
    @Test
    void readsFarMoreThanTenMegabytesInAHeapThatCouldNotHoldTheTree() throws Exception {
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-cp",
                        classPath(),
                        Reader.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reader.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("rooms 400, events 40000");
        assertThat(reader.exitValue()).isZero();
    }

    private static String classPath() throws URISyntaxException {
        List<Class<?>> needed =
                List.of(Reader.class, Json.class, ObjectNode.class, JsonParser.class, JsonInclude.class, Logger.class);
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> each : needed) {
            places.add(Path.of(each.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return String.join(File.pathSeparator, places);
    }

    @Test
    void allRoomsOfALargeAnswerAreTakenInAndHeardInOneTransaction() throws Exception {
        try (SyncBed bed = new SyncBed(folder)) {
            bed.settled("!r0:example.org");
            Told.Answered answer = Told.answer("s2");
            List<String> ids = new ArrayList<>();
            for (int n = 0; n < 200; n++) {
                ObjectNode[] timeline = new ObjectNode[5];
                for (int e = 0; e < timeline.length; e++) {
                    ids.add("$" + n + "-" + e);
                    timeline[e] = Told.message(ids.getLast(), "x".repeat(10_000));
                }
                answer.joined("!r" + n + ":example.org", timeline);
            }
            assertThat(Json.text(answer.tree()).length()).isGreaterThan(10_000_000);

            bed.take(answer);

            Await.until(() -> bed.heard.size() == ids.size());
            assertThat(bed.heardIds()).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    /** Reads an answer of about 18 MB that is made while it is read. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] args) {
            Skipped skipped = new Skipped(new Figures(new Metrics()), InstantSource.system());
            SyncAnswer.Reading reading = new SyncAnswer.Reading(skipped);
            SyncAnswer answer = reading.whole(Json.parseStrangers(answer(), ROOMS, reading));
            int events = answer.joined().stream()
                    .mapToInt(room -> room.open(skipped).timeline().size())
                    .sum();
            System.out.println("rooms " + answer.joined().size() + ", events " + events);
        }

        private static InputStream answer() {
            List<InputStream> parts = new ArrayList<>();
            parts.add(text("{\"next_batch\":\"s2\",\"rooms\":{\"join\":{"));
            for (int n = 0; n < ROOM_COUNT; n++) {
                parts.add(new Room(n));
            }
            parts.add(text("}}}"));
            return new SequenceInputStream(Collections.enumeration(parts));
        }
    }

    static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One room's text, made when it is first read and let go with its end. */
    private static final class Room extends InputStream {
        private final int number;
        private Optional<InputStream> made = Optional.empty();

        Room(int number) {
            this.number = number;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (made.isEmpty()) {
                made = Optional.of(text(room()));
            }
            return made.get().read(target, offset, length);
        }

        @Override
        public void close() {
            made = Optional.of(InputStream.nullInputStream());
        }

        private String room() {
            StringBuilder json = new StringBuilder(number == 0 ? "" : ",");
            json.append("\"!r").append(number).append(":example.org\":{\"timeline\":{\"events\":[");
            for (int e = 0; e < EVENTS; e++) {
                json.append(e == 0 ? "" : ",").append("""
                        {"event_id":"$%d-%d","type":"m.room.message","sender":"@a:example.org","origin_server_ts":1,
                        "unsigned":{"age":1,"membership":"join"},"room_id":"!r:example.org",
                        "content":{"msgtype":"m.text","body":"a few words of a person","m.mentions":{},
                        "format":"org.matrix.custom.html","formatted_body":"<b>a few words</b> of a person <i>and more</i>"}}
                        """.formatted(number, e));
            }
            return json.append("]}}").toString();
        }
    }
}
