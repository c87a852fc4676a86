package org.lotusguild.lotus.bot.game.trivia;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;

/** What is said of a question and of points. */
public record Sheet(Question question, int seconds) {
    /** Each on a line of its own: neighbours would merge into a flag. */
    public static final List<String> LETTERS = List.of("🇦", "🇧", "🇨", "🇩");

    public Doc asked() {
        return doc("React with the letter. Your last one counts.");
    }

    public Doc closed() {
        return doc("Closed.");
    }

    private Doc doc(String last) {
        List<Block.Line> options = IntStream.range(0, Question.OPTIONS)
                .mapToObj(i -> Block.Line.text(
                        LETTERS.get(i) + " " + question.options().get(i)))
                .toList();
        return Doc.of(
                Block.Line.text("❓ %s · %d s".formatted(question.category(), seconds)),
                Block.Line.of(Span.strong(question.text())),
                new Block.Rows(options),
                Block.Line.text(last));
    }

    public String rightLetter() {
        return LETTERS.get(question.answer());
    }

    /** @param right who had it, in the order to be shown */
    public Doc revealed(List<Span.Person> right, int wrong) {
        List<Span> names = new ArrayList<>(List.of(Span.words("Right: ")));
        if (right.isEmpty()) {
            names.add(Span.words("nobody"));
        } else {
            names.addAll(Block.Line.joined(", ", right).spans());
        }
        names.add(Span.words(". Wrong: %d.".formatted(wrong)));
        String answer = question.options().get(question.answer());
        return Doc.of(
                Block.Line.of(Span.words("⏰ " + rightLetter() + " "), Span.strong(answer)), new Block.Line(names));
    }

    /** One player of a table. */
    public record Standing(Span.Person player, long points, long answered) {
        int percent() {
            return answered == 0 ? 0 : Math.toIntExact((200 * points + answered) / (2 * answered));
        }
    }

    /** @param players the best first */
    public static Doc series(List<Standing> players) {
        if (players.isEmpty()) {
            return Doc.plain("Series over. Nobody had one right.");
        }
        List<Span> spans = new ArrayList<>(List.of(Span.words("Series over. ")));
        for (int i = 0; i < players.size(); i++) {
            spans.add(Span.words((i == 0 ? "" : " · ") + rank(players, i) + ". "));
            spans.add(players.get(i).player());
            spans.add(Span.words(" " + players.get(i).points()));
        }
        return Doc.of(new Block.Line(spans));
    }

    /** @param players the best first */
    public static Doc top(String of, List<Standing> players) {
        List<Block.Line> lines = new ArrayList<>();
        for (int i = 0; i < players.size(); i++) {
            Standing player = players.get(i);
            lines.add(Block.Line.of(
                    Span.words(rank(players, i) + ". "),
                    player.player(),
                    Span.words(" %d (%d %%)".formatted(player.points(), player.percent()))));
        }
        return Doc.of(Block.Line.text("🏆 Trivia, " + of), new Block.Rows(lines));
    }

    /** Equal points share a rank. */
    private static int rank(List<Standing> players, int place) {
        int first = place;
        while (first > 0
                && players.get(first - 1).points() == players.get(place).points()) {
            first--;
        }
        return first + 1;
    }
}
