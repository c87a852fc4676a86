package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.webhooks.redact.Mask;

class WordsTest {

    @Test
    void runsOfWhiteSpaceBecomeOneBlank() {
        assertThat(Words.line("  a \n\t b\u00a0\u2003c  ")).isEqualTo("a b c");
    }

    @Test
    void aTextIsCutAtThreeHundredCodePoints() {
        String cut = Words.line("🌸".repeat(400));

        assertThat(cut).isEqualTo("🌸".repeat(299) + "…");
        assertThat(Words.line("🌸".repeat(300))).doesNotContain("…");
    }

    @Test
    void whatSaysNothingIsNothing() {
        assertThat(List.of("", " ", "unknown", "Unknown", "null", "-", "undefined"))
                .allMatch(text -> Words.known(text).isEmpty());
        assertThat(Words.known("0")).isEqualTo("0");
    }

    @Test
    void aStatusOfSeveralLinesKeepsTheLastThatSaysSomething() {
        assertThat(Words.lastLine("PING\n\n 1 received \n\n")).isEqualTo("1 received");
        assertThat(Words.lastLine("")).isEmpty();
    }

    @Test
    void aListStopsAfterFive() {
        assertThat(Words.five(List.of("1", "2", "3", "4", "5"))).hasSize(5);
        assertThat(Words.five(List.of("1", "2", "3", "4", "5", "6", "7")))
                .hasSize(6)
                .endsWith("5", "+2 more");
    }

    @Test
    void absentFactsLeaveNoDouble() {
        assertThat(Words.joined("", "a", "", "b")).isEqualTo("a · b");
    }

    @Test
    void eventsAreNamedInLowerCaseWithDashes() {
        assertThat(Words.dashed("MEDIA_PENDING")).isEqualTo("media-pending");
        assertThat(Words.dashed("ManualInteractionRequired")).isEqualTo("manual-interaction-required");
        assertThat(Words.dashed("VISIBILITY-UPDATE")).isEqualTo("visibility-update");
        assertThat(Words.dashed("…")).isEmpty();
    }

    @Test
    void addressesAndKeysDoNotStay() {
        assertThat(Words.line("mail to Jo <jo.doe+x@mail.example.org>!")).isEqualTo("mail to Jo <(e-mail)>!");
        assertThat(Words.line("GET https://jo:secret@example.org/x failed"))
                .isEqualTo("GET https://example.org/x failed");
        assertThat(Words.line("Bearer abc.def")).isEqualTo("Bearer (key)");
        assertThat(Words.line("x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_d")).isEqualTo("x (key)");
        assertThat(Words.line("-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----"))
                .isEqualTo("(key)");
    }

    @Test
    void whatOnlyLooksLikeAnAddressStays() {
        assertThat(Words.line("ask @jo:example.org about left-pad@1.2.3 and root@pam"))
                .isEqualTo("ask @jo:example.org about left-pad@1.2.3 and root@pam");
    }

    @Test
    void aLineIsOneLineWhateverComesIn() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 2_000)).checkAssert(text -> {
            String line = Words.line(text);
            assertThat(line).doesNotContain("\n", "\r", "\t").isEqualTo(line.strip());
            assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(300);
        });
    }

    @Test
    void millionsOfLettersCostNoMoreThanReadingThem() {
        List<String> hostile =
                List.of("a".repeat(2_000_000), "a.".repeat(1_000_000), "a@".repeat(1_000_000), "://".repeat(500_000));

        assertThat(hostile).allSatisfy(text -> assertThat(Mask.text(text)).isNotEmpty());
    }

    @Test
    void sizesAreBinaryWithOneDecimalBelowAHundred() {
        assertThat(Measures.size(812)).isEqualTo("812 B");
        assertThat(Measures.size(2_147_483_648L)).isEqualTo("2.0 GiB");
        assertThat(Measures.size(398_458_880L)).isEqualTo("380 MiB");
        assertThat(Measures.size(1_048_575)).isEqualTo("1.0 MiB");
        assertThat(Measures.size(104_857_000)).isEqualTo("100 MiB");
        assertThat(Measures.size(0)).isEmpty();
        assertThat(Measures.size(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }

    @Test
    void durationsHaveAtMostTwoUnits() {
        assertThat(seconds(42)).isEqualTo("42 s");
        assertThat(seconds(416)).isEqualTo("6 min 56 s");
        assertThat(seconds(360)).isEqualTo("6 min");
        assertThat(seconds(21 * 60 + 20)).isEqualTo("21 min");
        assertThat(seconds(2 * 3600 + 41 * 60 + 59)).isEqualTo("2 h 41 min");
        assertThat(seconds(47 * 3600 + 59 * 60)).isEqualTo("47 h 59 min");
        assertThat(seconds(76 * 3600)).isEqualTo("3 d 4 h");
        assertThat(seconds(0)).isEmpty();
        assertThat(seconds(-5)).isEmpty();
    }

    private static String seconds(long seconds) {
        return Measures.duration(java.time.Duration.ofSeconds(seconds));
    }

    @Test
    void numbersHaveAtMostTwoDecimals() {
        assertThat(number("97.400")).isEqualTo("97.4");
        assertThat(number("100")).isEqualTo("100");
        assertThat(number("0.004")).isEqualTo("0");
        assertThat(number("-3.14159")).isEqualTo("-3.14");
        assertThat(number("12345678901234567890")).isEqualTo("12345678901234567890");
        assertThat(number("1e999999999").length()).isLessThan(20);
        assertThat(number("0e999999999")).isEqualTo("0");
    }

    private static String number(String text) {
        return Measures.number(new java.math.BigDecimal(text));
    }

    @Test
    void cutsNeverSplitASign() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 50), integers().between(1, 20))
                .checkAssert((text, most) -> {
                    String cut = Words.cut(text, most);
                    assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(most);
                    assertThat(text).startsWith(cut.endsWith("…") ? cut.substring(0, cut.length() - 1) : cut);
                });
    }

    @Test
    void linksGoToTheWebAlone() {
        assertThat(Links.to("https://example.org/a b?q=[x]").orElseThrow())
                .hasToString("https://example.org/a%20b?q=%5Bx%5D");
        assertThat(Links.to("https://jo:pw@example.org:8443/x?y#z").orElseThrow())
                .hasToString("https://example.org:8443/x?y#z");
        assertThat(Links.withoutQuery(
                        Links.to("https://example.org/x?token=1#z").orElseThrow()))
                .hasToString("https://example.org/x");
        assertThat(List.of(
                        "",
                        "https://",
                        "javascript:alert(1)",
                        "mailto:a@example.org",
                        "/x",
                        "ftp://example.org",
                        "https://matrix.to/#/@jo:example.org",
                        "HTTPS://Matrix.To./#/@room",
                        "data:text/html,x"))
                .allMatch(text -> Links.to(text).isEmpty());
    }
}
