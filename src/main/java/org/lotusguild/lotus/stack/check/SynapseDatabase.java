package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Finding.unknown;
import static org.lotusguild.lotus.stack.check.Severity.CRITICAL;
import static org.lotusguild.lotus.stack.check.Severity.HIGH;
import static org.lotusguild.lotus.stack.check.Severity.LOW;
import static org.lotusguild.lotus.stack.check.Severity.MEDIUM;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.DatabaseAnswers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Where;

/** Synapse's database: what it was made as, and what Synapse left in it. */
final class SynapseDatabase {
    private static final Where PLACE = new Where("", 0, "database");
    private static final int OLDEST = 140_000;
    private static final int MANY = 50;
    private static final int OK = 200;
    private static final Set<Integer> REFUSED = Set.of(401, 403);
    private static final Pattern SWITCHED_OFF = Pattern.compile("\"enabled\"\\s*:\\s*false");

    static final List<Check> CHECKS = List.of(
            Check.of("SYN-025", HIGH, "The database sorts text by a language")
                    .reads(Reads.DATABASE)
                    .passes("its encoding is UTF8, its collate and ctype are C")
                    .because(
                            "Synapse refuses to start on it, or indexes break when the system's language data is updated")
                    .source("Synapse, postgres.md")
                    .run(facts -> told(facts, SynapseDatabase::sorted)),
            Check.of("SYN-026", CRITICAL, "PostgreSQL is too old for Synapse")
                    .reads(Reads.DATABASE)
                    .passes("it is release 14 or newer")
                    .because("Synapse refuses to start")
                    .source("Synapse, upgrade notes")
                    .run(facts -> told(
                            facts,
                            answers -> answers.version() >= OLDEST
                                    ? Optional.empty()
                                    : Optional.of(
                                            failed(PLACE, "release " + answers.version() / 10_000, "14 or newer")))),
            Check.of("SYN-039", LOW, "Background updates of the database are left, or switched off")
                    .reads(Reads.DATABASE, Reads.LIVE)
                    .needs(
                            "neither --db nor --live with --token-file and --url synapse given",
                            facts -> facts.answers().database().isPresent()
                                    || LiveWeb.asked(live -> LiveWeb.answers(live, Question.BACKGROUND_UPDATES))
                                            .test(facts))
                    .passes("they are enabled and none is left")
                    .because("queries stay slow until they are done, and the next upgrade may wait for them")
                    .source("Synapse, background updates; admin API, background_updates/status")
                    .run(facts -> Stream.concat(told(facts, SynapseDatabase::left), status(facts))),
            Check.of("SYN-040", MEDIUM, "Many servers have not been reached for a week")
                    .reads(Reads.DATABASE)
                    .passes("up to " + MANY + " destinations fail for more than seven days")
                    .because("with that many, the fault is on this side: name, certificate or firewall")
                    .source("Synapse, table destinations")
                    .run(facts -> told(
                            facts,
                            answers -> answers.failing() <= MANY
                                    ? Optional.empty()
                                    : Optional.of(failed(
                                            PLACE,
                                            answers.failing() + " destinations",
                                            "a look at WK-002 and the way out")))));

    private SynapseDatabase() {}

    private static Optional<Finding.Failed> left(DatabaseAnswers answers) {
        return answers.updates() == 0
                ? Optional.empty()
                : Optional.of(failed(PLACE, answers.updates() + " are left", "time, or a look into the log"));
    }

    /** Whether they are switched off only Synapse itself knows. */
    private static Stream<Finding> status(Facts facts) {
        return facts.answers().live().stream()
                .flatMap(live -> live.pages(Question.BACKGROUND_UPDATES))
                .flatMap(page -> {
                    Where where = new Where("", 0, page.url());
                    if (page.status() != OK) {
                        String why = page.status() == 0 ? page.failure() : "status " + page.status();
                        return Stream.of(unknown(
                                where, REFUSED.contains(page.status()) ? why + ": is the token an admin's?" : why));
                    }
                    return SWITCHED_OFF.matcher(page.start()).find()
                            ? Stream.of(failed(where, "enabled: false", "POST background_updates/enabled with true"))
                            : Stream.of();
                });
    }

    private static Stream<Finding> told(Facts facts, Function<DatabaseAnswers, Optional<Finding.Failed>> rule) {
        return facts.answers().database().stream()
                .flatMap(answers -> answers.failure().isEmpty()
                        ? rule.apply(answers).map(Finding.class::cast).stream()
                        : Stream.of(unknown(PLACE, answers.failure())));
    }

    private static Optional<Finding.Failed> sorted(DatabaseAnswers answers) {
        boolean well = answers.encoding().equals("UTF8")
                && answers.collate().equals("C")
                && answers.ctype().equals("C");
        return well
                ? Optional.empty()
                : Optional.of(failed(
                        PLACE,
                        answers.encoding() + ", collate " + answers.collate() + ", ctype " + answers.ctype(),
                        "a new database with --encoding=UTF8 --locale=C --template=template0, and a dump into it"));
    }
}
