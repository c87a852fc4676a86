package org.lotusguild.lotus.bot.trivia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.bot.data.DataFiles;
import org.lotusguild.lotus.bot.game.trivia.Question;
import org.lotusguild.lotus.bot.game.trivia.Questions;

class ShippedQuestionsTest {
    private static final String LINE =
            "{\"category\": \"art\", \"question\": \"Who?\", \"options\": [\"a\", \"b\", \"c\", \"d\"], \"answer\": 3}\n";

    @TempDir
    Path folder;

    private static List<Question> shipped(String name) {
        return Questions.read(name, DataFiles.shipped().text(name).lines());
    }

    @Test
    void hasThreeHundredOwnQuestionsAndMore() {
        List<Question> own = shipped("trivia-own.jsonl");
        List<Question> generated = shipped("trivia-generated.jsonl");
        assertThat(own).hasSizeGreaterThanOrEqualTo(300);
        assertThat(own.stream().map(Question::category).distinct())
                .containsExactly("science", "gaming", "internet", "guild");
        assertThat(generated).hasSize(409);
        Questions all = Trivia.questions(new TriviaConfig(30, List.of()), DataFiles.shipped());
        assertThat(all.categories()).containsExactly("geography", "science", "gaming", "internet", "guild");
        assertThat(all.size("geography")).isEqualTo(237);
        assertThat(all.size("science")).isEqualTo(173);
    }

    @Test
    void asksNothingTwiceAndShortEnoughForAPhone() {
        Set<String> texts = new HashSet<>();
        for (String name : List.of("trivia-own.jsonl", "trivia-generated.jsonl")) {
            for (Question question : shipped(name)) {
                assertThat(texts.add(question.text().toLowerCase(Locale.ROOT)))
                        .as(question.text())
                        .isTrue();
                assertThat(question.text()).hasSizeLessThan(121).endsWith("?");
                assertThat(question.options()).allSatisfy(o -> assertThat(o).hasSizeLessThan(61));
                assertThat(question.options().stream()
                                .map(o -> o.toLowerCase(Locale.ROOT))
                                .distinct())
                        .hasSize(4);
            }
        }
    }

    @Test
    void takesTheGuildsOwnFilesToo() throws IOException {
        Path more = Files.writeString(folder.resolve("more.jsonl"), LINE);
        Questions all = Trivia.questions(new TriviaConfig(30, List.of(more)), DataFiles.shipped());
        assertThat(all.size("art")).isEqualTo(1);
    }

    @Test
    void refusesAFileWithABadLineAndAFileThatIsNotThere() throws IOException {
        Path more = Files.writeString(folder.resolve("more.jsonl"), LINE + "oops\n");
        assertThatThrownBy(() -> Trivia.questions(new TriviaConfig(30, List.of(more)), DataFiles.shipped()))
                .hasMessage(more + ":2: no JSON object");
        Path none = folder.resolve("none.jsonl");
        assertThatThrownBy(() -> Trivia.questions(new TriviaConfig(30, List.of(none)), DataFiles.shipped()))
                .hasMessage("bot.trivia.files: cannot read " + none);
    }

    /** The one that the page shows. */
    @Test
    void asksForTheSymbolOfGold() {
        assertThat(shipped("trivia-own.jsonl"))
                .filteredOn(question -> question.text().equals("What is the chemical symbol of gold?"))
                .singleElement()
                .satisfies(gold -> {
                    assertThat(gold.category()).isEqualTo("science");
                    assertThat(gold.options()).containsExactlyInAnyOrder("Ag", "Au", "Gd", "Go");
                    assertThat(gold.options().get(gold.answer())).isEqualTo("Au");
                });
    }
}
