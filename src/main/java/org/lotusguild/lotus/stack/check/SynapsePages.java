package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Finding.failed;
import static org.lotusguild.lotus.stack.check.Finding.unknown;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Page;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Question;
import org.lotusguild.lotus.stack.facts.Where;

/** What Synapse answers where the public, or the audit, comes in. */
final class SynapsePages {
    /** Of the admin API: it let us in, asked who we are, or knows and does not let us. */
    private static final Set<Integer> THERE = Set.of(200, 401, 403);

    private static final int OK = 200;
    private static final Pattern METRICS = Pattern.compile("(?m)^# (HELP|TYPE) \\w+");
    private static final Pattern CACHE = Pattern.compile("synapse_util_caches_cache_size\\{[^}]*?\\bname=\"([^\"]+)\"");

    private SynapsePages() {}

    private static Stream<Finding> each(Facts facts, Question question, Function<Page, Optional<Finding>> rule) {
        return facts.answers().live().stream()
                .flatMap(live -> live.pages(question))
                .flatMap(page ->
                        page.status() == 0 ? Stream.of(unknown(at(page), page.failure())) : rule.apply(page).stream());
    }

    private static Where at(Page page) {
        return new Where("", 0, page.url());
    }

    private static String status(Page page) {
        return "status " + page.status() + ": " + page.glance();
    }

    /** The admin API on the public name. */
    static Stream<Finding> admin(Facts facts) {
        return each(
                facts,
                Question.ADMIN_API,
                page -> THERE.contains(page.status())
                        ? Optional.of(failed(at(page), status(page), "location /_synapse/ { return 404; }"))
                        : Optional.empty());
    }

    /** Metrics on the public name. */
    static Stream<Finding> metrics(Facts facts) {
        return each(
                facts,
                Question.PUBLIC_METRICS,
                page -> page.status() == OK && METRICS.matcher(page.start()).find()
                        ? Optional.of(failed(at(page), status(page), "location /_synapse/ { return 404; }"))
                        : Optional.empty());
    }

    /** What a client with an account hears of the SFU. */
    static Stream<Finding> transports(Facts facts) {
        return each(
                facts,
                Question.RTC_TRANSPORTS,
                page -> page.status() == OK
                        ? Optional.empty()
                        : Optional.of(failed(
                                at(page),
                                status(page),
                                "experimental_features: {msc4143_enabled: true}, and a restart of Synapse")));
    }

    /** The names of the caches that it has; none if its metrics were not asked, or do not tell. */
    static Set<String> caches(Facts facts) {
        return facts.answers().live().stream()
                .flatMap(live -> live.pages(Question.SYNAPSE_METRICS))
                .flatMap(page -> CACHE.matcher(page.start()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
