package org.lotusguild.lotus.bot.wordle;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.People;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.game.wordle.Palette;
import org.lotusguild.lotus.bot.game.wordle.WordLists;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Database;

/** {@code !wordle}: a word a day, played in the direct chat; there a bare word of five letters is a guess as well. */
public final class WordleFeature implements Feature {
    private static final Syntax SYNTAX = Syntax.of(
                    Parameter.word("guess").optional(),
                    Parameter.rest("more", 300).optional())
            .shownAs("[guess]");

    private static final Help HELP = new Help(
            "guess the word of the day",
            Optional.of(
                    "Also: hard on|off · colors high|normal · share · stats [user] · top. Six guesses, in our direct"
                            + " chat; there a bare word is a guess."),
            List.of("wordle", "wordle crane", "wordle hard on", "wordle share", "wordle stats"));

    private final UserId me;
    private final Rooms rooms;
    private final DirectChats chats;
    private final Database db;
    private final Optional<RoomId> shareRoom;
    private final Clock clock;
    private final WordlePlay play;

    /**
     * What the game is played in.
     *
     * @param prefix what commands begin with
     */
    public record Surroundings(UserId me, Rooms rooms, DirectChats chats, Database db, Clock clock, String prefix) {}

    WordleFeature(Surroundings around, Optional<RoomId> shareRoom, WordlePlay play) {
        this.me = around.me();
        this.rooms = around.rooms();
        this.chats = around.chats();
        this.db = around.db();
        this.clock = around.clock();
        this.shareRoom = shareRoom;
        this.play = play;
    }

    @Override
    public String kind() {
        return "wordle";
    }

    @Override
    public List<Command> commands() {
        return List.of(
                Command.of("wordle", Section.GAMES, HELP, SYNTAX, this::answer).withAliases("w"));
    }

    @Override
    public Optional<Command> unprefixed(Incoming.Message message, boolean direct) {
        String word = message.body().strip().toLowerCase(Locale.ROOT);
        UserId user = message.meta().sender();
        boolean guess = direct
                && WordLists.isWord(word)
                && !user.equals(me)
                && alone(message.meta().room(), user)
                && db.read(tx -> play.open(tx, user, clock.instant()));
        return guess
                ? Optional.of(Command.of(
                        "wordle",
                        Section.GAMES,
                        HELP,
                        Syntax.of(Parameter.word("guess")),
                        call -> new Reply.Stored(tx -> play.guess(tx, call, word))))
                : Optional.empty();
    }

    private boolean alone(RoomId room, UserId user) {
        return rooms.joinedMembers(room).equals(Set.of(me, user));
    }

    private Reply answer(Call call) {
        Optional<String> first = call.args().text("guess");
        Optional<String> more = call.args().text("more");
        String word = first.orElse("").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "hard" -> hard(call, more);
            case "colors", "colours" -> colors(call, more);
            case "stats" -> stats(call, more);
            case "share", "top", "" -> more.isPresent() ? tooMuch(more.get()) : single(call, word);
            default -> more.isPresent() ? tooMuch(more.get()) : guess(call, first.orElseThrow());
        };
    }

    private Reply single(Call call, String word) {
        return switch (word) {
            case "share" -> share(call);
            case "top" ->
                new Reply.Stored(tx -> play.top(tx, user -> rooms.displayName(tx, call.room(), user), call.at()));
            default -> open(call);
        };
    }

    private static Reply tooMuch(String more) {
        return Reply.misused("wordle", SYNTAX, "%s is one word too many.".formatted(Typed.quoted(more)));
    }

    private Reply open(Call call) {
        UserId user = call.caller().user();
        if (inDirectChat(call)) {
            return new Reply.Stored(tx -> play.board(tx, user, call.room(), call.at()));
        }
        RoomId chat = chats.open(user, true);
        return new Reply.Stored(tx ->
                Reply.several(Reply.say("Your board is in our direct chat."), play.board(tx, user, chat, call.at())));
    }

    private Reply guess(Call call, String word) {
        if (!inDirectChat(call)) {
            return Reply.refuse("Guesses go in our direct chat, so nobody is spoiled.");
        }
        return new Reply.Stored(tx -> play.guess(tx, call, word));
    }

    private boolean inDirectChat(Call call) {
        return call.direct() && alone(call.room(), call.caller().user());
    }

    private static Reply choice(String command, Optional<String> typed, String yes, String no) {
        return Reply.misused(
                "wordle",
                SYNTAX,
                typed.map(text -> "%s is none of %s, %s.".formatted(Typed.quoted(text), yes, no))
                        .orElse("say %s %s or %s.".formatted(command, yes, no)));
    }

    private Reply hard(Call call, Optional<String> typed) {
        return switch (typed.orElse("").toLowerCase(Locale.ROOT)) {
            case "on" -> new Reply.Stored(tx -> play.hard(tx, call, true));
            case "off" -> new Reply.Stored(tx -> play.hard(tx, call, false));
            default -> choice("hard", typed, "on", "off");
        };
    }

    private Reply colors(Call call, Optional<String> typed) {
        return switch (typed.orElse("").toLowerCase(Locale.ROOT)) {
            case "high" -> new Reply.Stored(tx -> play.colors(tx, call, Palette.HIGH));
            case "normal" -> new Reply.Stored(tx -> play.colors(tx, call, Palette.NORMAL));
            default -> choice("colors", typed, "high", "normal");
        };
    }

    private Reply share(Call call) {
        Optional<RoomId> room = inDirectChat(call) ? shareRoom : Optional.of(call.room());
        return room.<Reply>map(to -> new Reply.Stored(tx -> play.share(tx, call, to)))
                .orElseGet(() -> Reply.refuse(
                        "There is no room for results. Say %swordle share in a room.".formatted(call.prefix())));
    }

    private Reply stats(Call call, Optional<String> typed) {
        Optional<UserId> user = typed.isEmpty() ? Optional.of(call.caller().user()) : People.meant(typed.get(), call);
        return user.<Reply>map(of ->
                        new Reply.Stored(tx -> play.stats(tx, of, rooms.displayName(tx, call.room(), of), call.at())))
                .orElseGet(() -> Reply.misused(
                        "wordle", SYNTAX, "%s is nobody I know.".formatted(Typed.quoted(typed.orElseThrow()))));
    }
}
