package org.lotusguild.lotus.launch.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeskTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TerminalDesk dumb(String typed) throws IOException {
        return new TerminalDesk(terminal(typed), new Completion(List.of("!ping"), () -> List.of("general")), false);
    }

    private Terminal terminal(String typed) throws IOException {
        InputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        return new DumbTerminal("test", "dumb", in, out, StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsTypedIsTextWhateverSignsItHas() throws IOException {
        try (TerminalDesk desk = dumb("!ping it's \"one\n!! \\ ok\n")) {
            assertThat(desk.next("general> ")).isEqualTo(Optional.of("!ping it's \"one"));
            assertThat(desk.next("general> ")).isEqualTo(Optional.of("!! \\ ok"));
            assertThat(desk.next("general> ")).isEmpty();
        }
    }

    @Test
    void aTerminalWithoutColoursGetsNone() throws IOException {
        try (TerminalDesk desk = dumb("")) {
            desk.show(new Line("12:03", "alice", ": hi").laidOut(desk.width()));
        }
        assertThat(printed()).contains("12:03 alice: hi").doesNotContain("\u001b");
    }

    @Test
    void aPipeGivesLinesAndGetsLines() {
        PipedDesk desk =
                new PipedDesk(new StringReader("one\ntwo"), new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(desk.next("> ")).isEqualTo(Optional.of("one"));
        assertThat(desk.next("> ")).isEqualTo(Optional.of("two"));
        assertThat(desk.next("> ")).isEmpty();
        desk.show(new Line("12:03", "alice", ": hi").laidOut(desk.width()));
        assertThat(printed()).isEqualTo("12:03 alice: hi" + System.lineSeparator());
    }

    @Test
    void completesCommandsFirstAndRoomsBehindRoom() throws IOException {
        assertThat(completed("!p")).contains("!ping", "/room");
        assertThat(completed("/room g")).containsExactly("general");
        assertThat(completed("hello g")).isEmpty();
    }

    private List<String> completed(String line) throws IOException {
        List<Candidate> found = new ArrayList<>();
        LineReader reader = LineReaderBuilder.builder().terminal(terminal("")).build();
        new Completion(List.of("!ping"), () -> List.of("general"))
                .complete(reader, new DefaultParser().parse(line, line.length()), found);
        return found.stream().map(Candidate::value).toList();
    }
}
