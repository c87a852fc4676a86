package org.lotusguild.lotus.bot.extra;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.args.Typed;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Access;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.People;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.store.Tx;

/**
 * {@code !quote}: what people said, kept where the room consents and shown there only. Who removes a message removes its
 * quote.
 */
final class Quotes implements Feature {
    private static final int LONGEST = 500;
    private static final Syntax SYNTAX =
            Syntax.of(Parameter.rest("number or user", 300).optional()).shownAs("[number|user]");
    private static final Help HELP = new Help(
            "keep and show what people said",
            Optional.of("In reply to a message: keeps it. Alone: shows one. Removing the message removes the quote."),
            List.of("quote", "quote 3", "quote @alice:example.org"));

    private final Rooms rooms;
    private final Set<RoomId> consenting;
    private final RandomGenerator random;
    private final QuoteStore store = new QuoteStore();

    Quotes(Rooms rooms, Set<RoomId> consenting, RandomGenerator random) {
        this.rooms = rooms;
        this.consenting = Set.copyOf(consenting);
        this.random = random;
    }

    @Override
    public String kind() {
        return "quote";
    }

    @Override
    public List<Command> commands() {
        return List.of(Command.of("quote", Section.GUILD, HELP, SYNTAX, this::answer)
                .withAccess(new Access.InRooms(consenting)));
    }

    private Reply answer(Call call) {
        Optional<String> which = call.args().text("number or user");
        if (which.isEmpty() && call.replyTo().isPresent()) {
            return keep(call, call.replyTo().get());
        }
        if (which.isEmpty()) {
            return new Reply.Stored(tx -> any(tx, call.room(), store.all(tx, call.room())));
        }
        String typed = which.get();
        return typed.matches("\\d{1,9}")
                ? new Reply.Stored(tx -> any(tx, call.room(), store.numbered(tx, call.room(), Long.parseLong(typed))))
                : People.meant(typed, call)
                        .<Reply>map(user ->
                                new Reply.Stored(tx -> any(tx, call.room(), store.by(tx, call.room(), user))))
                        .orElseGet(() ->
                                Reply.misused("quote", SYNTAX, "%s is nobody I know.".formatted(Typed.quoted(typed))));
    }

    private Reply keep(Call call, EventId event) {
        Optional<Incoming.Message> message = rooms.event(call.room(), event)
                .filter(Incoming.Message.class::isInstance)
                .map(Incoming.Message.class::cast)
                .filter(m -> m.msgtype().equals("m.text") && !m.body().isBlank());
        if (message.isEmpty()) {
            return Reply.refuse("quote: that is no text that I can read.");
        }
        String words = message.get().body().strip();
        if (words.codePointCount(0, words.length()) > LONGEST) {
            return Reply.refuse("quote: that has more than %d signs.".formatted(LONGEST));
        }
        UserId author = message.get().meta().sender();
        return new Reply.Stored(tx -> store.keep(tx, call.room(), event, author, words)
                .<Reply>map(number -> Reply.say("📌 Quote %d is kept.".formatted(number)))
                .orElseGet(() -> Reply.refuse("quote: that is kept already.")));
    }

    private Reply any(Tx tx, RoomId room, List<QuoteStore.Quote> of) {
        if (of.isEmpty()) {
            return Reply.refuse("quote: there is none.");
        }
        QuoteStore.Quote quote = of.get(random.nextInt(of.size()));
        String name = rooms.displayName(tx, room, quote.author());
        return new Reply.Say(Doc.of(
                new Block.Quote(Doc.plain(quote.words()).blocks()),
                Block.Line.of(Span.words("— "), Span.name(quote.author(), name), Span.words(" · " + quote.number()))));
    }

    @Override
    public Reply heard(Tx tx, Incoming event, Instant now) {
        if (event instanceof Incoming.Redaction redaction) {
            store.forget(tx, redaction.target());
        }
        return new Reply.Silence();
    }
}
