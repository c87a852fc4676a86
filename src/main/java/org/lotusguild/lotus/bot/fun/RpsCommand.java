package org.lotusguild.lotus.bot.fun;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;

/** {@code !rps <rock|paper|scissors>}. */
final class RpsCommand {
    private static final String CHOICE = "rock|paper|scissors";
    private static final Syntax SYNTAX = Syntax.of(Parameter.word(CHOICE));

    enum Hand {
        ROCK("rock", "✊", "🪨"),
        PAPER("paper", "✋", "📄"),
        SCISSORS("scissors", "✌️", "✂");

        private final String word;
        private final String sign;
        private final String thing;

        Hand(String word, String sign, String thing) {
            this.word = word;
            this.sign = sign;
            this.thing = thing;
        }

        static Optional<Hand> of(String typed) {
            String text = bare(typed);
            for (Hand hand : values()) {
                boolean word = !text.isEmpty() && hand.word.startsWith(text);
                if (word || text.equals(bare(hand.sign)) || text.equals(hand.thing)) {
                    return Optional.of(hand);
                }
            }
            return Optional.empty();
        }

        boolean beats(Hand other) {
            return (ordinal() + 2) % values().length == other.ordinal();
        }
    }

    private RpsCommand() {}

    static Command of(RandomGenerator random) {
        return Command.of("rps", Section.FUN, Help.of("rock, paper, scissors"), SYNTAX, call -> {
            Hand mine = Hand.values()[random.nextInt(Hand.values().length)];
            String typed = call.args().text(CHOICE).orElseThrow();
            return Hand.of(typed)
                    .map(yours -> Reply.say(played(yours, mine)))
                    .orElseGet(() -> Reply.misused(
                            "rps",
                            SYNTAX,
                            "%s is none of %s.".formatted(Typed.quoted(typed), CHOICE.replace("|", ", "))));
        });
    }

    static String played(Hand yours, Hand mine) {
        String hands = "You %s, me %s: ".formatted(yours.sign, mine.sign);
        if (yours == mine) {
            return hands + "a draw.";
        }
        Hand winner = yours.beats(mine) ? yours : mine;
        Hand loser = winner == yours ? mine : yours;
        return "%s%s beats %s. %s".formatted(hands, winner.word, loser.word, winner == yours ? "You win." : "I win.");
    }

    private static String bare(String text) {
        return Emoji.plain(text).toLowerCase(Locale.ROOT);
    }
}
