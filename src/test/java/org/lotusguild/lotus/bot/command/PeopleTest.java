package org.lotusguild.lotus.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.args.Parsed;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.fake.Calls;

/** Whom an argument means. */
class PeopleTest {
    private static final UserId DORA = UserId.parse("@dora:example.org");
    private static final String PILL = "<a href=\"https://matrix.to/#/@dora:example.org\">Dora  the <b>first</b></a>";

    private static Optional<UserId> meant(String text, String html) {
        Parsed.Fits none = (Parsed.Fits) Syntax.of().parse("");
        return People.meant(text, Calls.formatted(html.isEmpty() ? Optional.empty() : Optional.of(html), none.args()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@dora:example.org",
                " @dora:example.org ",
                "https://matrix.to/#/@dora:example.org",
                "https://matrix.to/#/%40dora%3Aexample.org?via=example.org",
                "[Dora (x)](https://matrix.to/#/@dora:example.org)"
            })
    void isReadFromAnIdOrALink(String text) {
        assertThat(meant(text, "")).contains(DORA);
    }

    @Test
    void isReadFromThePillThatShowsTheSameWords() {
        assertThat(meant("Dora the first", "!welcome " + PILL)).contains(DORA);
        assertThat(meant("Dora", "!welcome Dora, not " + PILL)).isEmpty();
        assertThat(meant("dora the first", "!welcome " + PILL)).isEmpty();
    }

    @Test
    void isNobodyWhereTwoHaveTheName() {
        String other = PILL.replace("@dora:example.org", "@dora:example.net");
        assertThat(meant("Dora the first", PILL + " and " + PILL)).contains(DORA);
        assertThat(meant("Dora the first", PILL + " and " + other)).isEmpty();
    }

    @Test
    void isNobodyOfTheMessageThatIsRepliedTo() {
        String other = PILL.replace("@dora:example.org", "@dora:example.net");
        assertThat(meant("Dora the first", "<mx-reply>" + other + "</mx-reply>!welcome Dora the first"))
                .isEmpty();
        assertThat(meant("Dora the first", "<mx-reply>" + other + "</mx-reply>!welcome " + PILL))
                .contains(DORA);
    }

    /** Clients mention whoever is replied to: a name without a pill is not that person. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dora",
                "@dora",
                "https://matrix.to/#/!room:example.org",
                "https://matrix.to/#/%zz",
                "https://example.org/#/@dora:example.org",
                "[Dora](https://example.org)",
                "[](",
                ""
            })
    void isNobody(String text) {
        assertThat(meant(text, "")).isEmpty();
        assertThat(meant(text, "<mx-reply>" + PILL + "</mx-reply>!welcome " + text.replace("<", "")))
                .isEmpty();
    }
}
