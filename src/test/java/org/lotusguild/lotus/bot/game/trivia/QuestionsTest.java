package org.lotusguild.lotus.bot.game.trivia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {
    private static final String GOOD =
            "{\"category\": \"art\", \"question\": \"Who?\", \"options\": [\"a\", \"b\", \"c\", \"d\"], \"answer\": 3}";

    private static Question question(String category, int number) {
        return new Question(category, category + " " + number + "?", List.of("a", "b", "c", "d"), 0);
    }

    private static Questions questions() {
        return new Questions(Stream.concat(
                        IntStream.range(0, 10).mapToObj(i -> question("geography", i)),
                        IntStream.range(0, 5).mapToObj(i -> question("gaming", i)))
                .toList());
    }

    @Test
    void readsWhatItWrites() {
        Question question = Question.read(GOOD);
        assertThat(question).isEqualTo(new Question("art", "Who?", List.of("a", "b", "c", "d"), 3));
        assertThat(Question.read(question.written())).isEqualTo(question);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{ | no JSON object",
                "{\"category\": 1} | options must be a list of texts",
                "{\"category\": \"a\", \"question\": \"q\", \"options\": [\"a\", \"b\", \"c\"], \"answer\": 0} | options must be 4 different ones",
                "{\"category\": \"a\", \"question\": \"q\", \"options\": [\"a\", \"b\", \"c\", \"c\"], \"answer\": 0} | options must be 4 different ones",
                "{\"category\": \"a\", \"question\": \"q\", \"options\": [\"a\", \"b\", \"c\", \"d\"], \"answer\": 4} | answer must be 0 to 3",
                "{\"category\": \"a\", \"question\": \"q\", \"options\": [\"a\", \"b\", \"c\", \"d\"]} | answer must be 0 to 3",
                "{\"category\": \"a\", \"options\": [\"a\", \"b\", \"c\", \"d\"], \"answer\": 1} | question must be a text",
                "{\"category\": \"A b\", \"question\": \"q\", \"options\": [\"a\", \"b\", \"c\", \"d\"], \"answer\": 1} | category must be small letters, digits and -",
            })
    void namesFileAndLineOfWhatIsNoQuestion(String line, String why) {
        assertThatThrownBy(() -> Questions.read("more.jsonl", Stream.of(GOOD, "", line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("more.jsonl:3: " + why);
    }

    @Test
    void refusesAQuestionThatIsThereTwice() {
        assertThatThrownBy(() -> Questions.read("more.jsonl", Stream.of(GOOD, GOOD)))
                .hasMessage("more.jsonl:2: the question is there twice");
    }

    @Test
    void knowsACategoryByABeginningThatOnlyOneHas() {
        assertThat(questions().category("GEOGRAPHY")).contains("geography");
        assertThat(questions().category("ga")).contains("gaming");
        assertThat(questions().category("g")).isEmpty();
        assertThat(questions().category("art")).isEmpty();
    }

    @Test
    void asksAQuestionAgainOnlyWhenFourFifthsOfItsCategoryWereAsked() {
        Questions questions = questions();
        Random random = new Random(11);
        List<String> lastFirst = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Optional<String> category = i % 3 == 0 ? Optional.empty() : Optional.of("geography");
            Question next = questions.drawn(category, distinct(lastFirst), random);
            List<String> same = lastFirst.stream()
                    .filter(text -> text.startsWith(next.category()))
                    .toList();
            int before = same.indexOf(next.text());
            if (before >= 0) {
                assertThat(new HashSet<>(same.subList(0, before)))
                        .hasSizeGreaterThanOrEqualTo(next.category().equals("gaming") ? 3 : 7);
            }
            lastFirst.addFirst(next.text());
        }
        assertThat(Set.copyOf(lastFirst)).hasSize(15);
    }

    private static List<String> distinct(List<String> lastFirst) {
        return lastFirst.stream().distinct().toList();
    }

    @Test
    void asksTheOnlyQuestionOfACategoryAgain() {
        Questions one = new Questions(List.of(question("art", 1)));
        assertThat(one.drawn(Optional.of("art"), List.of("art 1?"), new Random(1)))
                .isEqualTo(question("art", 1));
    }

    @Test
    void keepsTheRightAnswerRightWhenItShuffles() {
        Set<List<String>> orders = new HashSet<>();
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            Question shuffled = Question.read(GOOD).shuffled(random);
            assertThat(shuffled.options().get(shuffled.answer())).isEqualTo("d");
            orders.add(shuffled.options());
        }
        assertThat(orders).hasSize(24);
    }
}
