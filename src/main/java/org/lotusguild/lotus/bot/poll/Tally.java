package org.lotusguild.lotus.bot.poll;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;

/** How a poll stands: votes by option. */
record Tally(Poll poll, List<Long> votes) {
    private static final int CELLS = 10;

    Tally {
        votes = List.copyOf(votes);
    }

    /** @param choices one of each voter */
    static Tally of(Poll poll, Collection<String> choices) {
        return new Tally(
                poll,
                IntStream.range(0, poll.size())
                        .mapToObj(i -> Emoji.plain(poll.choice(i)))
                        .map(choice -> choices.stream().filter(choice::equals).count())
                        .toList());
    }

    long voters() {
        return votes.stream().mapToLong(Long::longValue).sum();
    }

    Doc standing() {
        return doc(voters() == 0 ? "No votes so far." : counted() + " so far.");
    }

    /** @param late whether the poll should have ended some time ago */
    Doc result(boolean late) {
        String outcome = voters() == 0 ? "No votes." : counted() + ". " + winners();
        return doc(late ? outcome + " (late)" : outcome);
    }

    private String counted() {
        return voters() + (voters() == 1 ? " vote" : " votes");
    }

    private String winners() {
        long most = Collections.max(votes);
        List<String> first = IntStream.range(0, poll.size())
                .filter(i -> votes.get(i) == most)
                .mapToObj(poll::name)
                .toList();
        return first.size() == 1
                ? first.getFirst() + " wins."
                : first.stream().collect(Collectors.joining(", ", "Tie: ", "."));
    }

    private Doc doc(String last) {
        List<Block.Bar> bars = new ArrayList<>();
        for (int i = 0; i < poll.size(); i++) {
            bars.add(bar(i));
        }
        return Doc.of(Block.Line.text("📊 " + poll.question()), new Block.Bars(bars), Block.Line.text(last));
    }

    private Block.Bar bar(int option) {
        long of = votes.get(option);
        int full = share(of, CELLS);
        String name = poll.options().isEmpty() ? "" : " " + poll.name(option);
        String after = "%d (%d %%)%s".formatted(of, share(of, 100), name);
        return new Block.Bar(poll.sign(option), full, CELLS - full, after);
    }

    /** Of so many cells, rounded half up. */
    private int share(long of, int cells) {
        return voters() == 0 ? 0 : Math.toIntExact((2L * cells * of + voters()) / (2 * voters()));
    }
}
