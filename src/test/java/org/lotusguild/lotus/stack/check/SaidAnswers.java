package org.lotusguild.lotus.stack.check;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Certificate;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.ProgramRun.Judge;
import org.lotusguild.lotus.stack.facts.Reads;

/** What running servers, programs and certificates are made to say, and what checks find in it. */
final class SaidAnswers {
    static final String FILES = """
            === homeserver.yaml
            server_name: example.org
            public_baseurl: https://matrix.example.org/
            listeners: []
            turn_uris: ["turn:turn.example.org?transport=udp", "turns:turn.example.org:5349?transport=tcp"]
            === turnserver.conf
            use-auth-secret
            cert=/etc/coturn/certs/fullchain.pem
            denied-peer-ip=10.0.0.0-10.255.255.255
            denied-peer-ip=192.168.0.0-192.168.255.255
            """;

    static final Certificate GOOD = certificate(90, true, "turn.example.org", "matrix.example.org");

    static Certificate certificate(int days, boolean fits, String... names) {
        return new Certificate(
                "/etc/coturn/certs/fullchain.pem",
                "EC",
                SampleFacts.NOW.plus(Duration.ofDays(days)),
                List.of(names),
                "ab",
                Optional.of(fits));
    }

    static List<String> found(String id, Answers answers) {
        return found(id, FILES, answers);
    }

    static List<String> found(String id, String files, Answers answers) {
        Facts facts = SampleFacts.of(files).with(EnumSet.allOf(Reads.class), answers);
        return Catalogue.find(new CheckId(id))
                .orElseThrow()
                .run()
                .apply(facts)
                .map(SaidAnswers::shown)
                .toList();
    }

    private static String shown(Finding finding) {
        return switch (finding) {
            case Finding.Failed failed -> failed.where().path() + ": " + failed.saw();
            case Finding.Unknown unknown -> "unknown " + unknown.where().path() + ": " + unknown.because();
        };
    }

    static Answers certificates(Certificate... certificates) {
        return new Answers(Optional.empty(), Optional.empty(), List.of(), List.of(certificates));
    }

    static Answers program(Judge judge, String file, int exit, String output) {
        return new Answers(
                Optional.empty(),
                Optional.empty(),
                List.of(new ProgramRun(judge, file, "run", Optional.of(exit), output)),
                List.of());
    }

    static Answers pages(LiveAnswers.Page... pages) {
        return live(new LiveAnswers(List.of(pages), List.of(), List.of(), List.of()));
    }

    static Answers live(LiveAnswers live) {
        return new Answers(Optional.of(live), Optional.empty(), List.of(), List.of());
    }

    static LiveAnswers.Page page(Question question, int status, String type, String body) {
        return new LiveAnswers.Page(
                question,
                "https://x",
                status,
                List.of(
                        new LiveAnswers.Header("content-type", type),
                        new LiveAnswers.Header("Access-Control-Allow-Origin", "*")),
                body,
                status == 0 ? "no route" : "");
    }

    private SaidAnswers() {}
}
