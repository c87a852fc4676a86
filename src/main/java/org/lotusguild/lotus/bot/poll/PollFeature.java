package org.lotusguild.lotus.bot.poll;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.lotusguild.lotus.base.args.Parameter;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.ballot.Ballots;
import org.lotusguild.lotus.bot.command.Call;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Emoji;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.command.Times;
import org.lotusguild.lotus.matrix.event.EventMeta;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.matrix.message.Span;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** {@code !poll}: a question to the room, counted when its time is over or its author says so. */
public final class PollFeature implements Feature {
    private static final String KIND = "poll";
    private static final Duration USUAL = Duration.ofHours(24);
    private static final Duration LATE = Duration.ofSeconds(10);
    private static final Duration UNTIL_SENT = Duration.ofSeconds(5);
    private static final int MOST_OPEN = 3;
    private static final String END = "🏁";

    private static final Syntax SYNTAX = Syntax.of(
                    Parameter.rest("question", 4_000).orSay("give a question."))
            .option(Parameter.span("for", Duration.ofMinutes(1), Duration.ofDays(30)))
            .flag("native")
            .shownAs("[--for <time>] [--native] <question> [option …]");

    private static final Help HELP = new Help(
            "ask the room",
            Optional.of(
                    "2 to 10 options in quotes or between |, none for 👍 👎 🤷. Open for 24 h unless --for says 1m to"
                            + " 30d. Also: results · close · vote <n>; 🏁 by its author ends it. --native uses the client's own"
                            + " polls."),
            List.of("poll \"Which day?\" Fri Sat", "poll --for 2h Pizza? | yes | no", "poll results", "poll close"));

    private final BiPredicate<Tx, EventMeta> moderators;
    private final Database db;
    private final Ballots ballots;
    private final Poll.Form nativeForm;
    private final ZoneId zone;
    private final PollStore store = new PollStore();

    /**
     * @param moderators whether an event is a moderator's, as commands have it
     * @param zone of the times that are shown
     */
    public PollFeature(
            BiPredicate<Tx, EventMeta> moderators, Database db, Ballots ballots, PollConfig config, ZoneId zone) {
        this.moderators = moderators;
        this.db = db;
        this.ballots = ballots;
        this.nativeForm = switch (config.nativeType()) {
            case STABLE -> Poll.Form.STABLE;
            case UNSTABLE -> Poll.Form.UNSTABLE;
        };
        this.zone = zone;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Command> commands() {
        return List.of(Command.of(KIND, Section.GUILD, HELP, SYNTAX, this::answer)
                .withCooldown(Duration.ofSeconds(30))
                .withFree(words -> PollLine.sub(words.strip()).isPresent()));
    }

    private Reply answer(Call call) {
        return switch (PollLine.read(call.args().text("question").orElseThrow())) {
            case PollLine.Wrong(String why) -> Reply.misused(KIND, SYNTAX, why);
            case PollLine.Ask ask -> new Reply.Stored(tx -> open(tx, call, ask));
            case PollLine.Results() -> results(call);
            case PollLine.Close() ->
                new Reply.Stored(tx -> own(tx, call)
                        .<Reply>map(poll -> new Reply.Wake(bind(poll), call.at()))
                        .orElseGet(PollFeature::nothing));
            case PollLine.Vote(int number) -> new Reply.Stored(tx -> vote(tx, call, number));
        };
    }

    private static Reply nothing() {
        return Reply.refuse("poll: no open poll of yours here.");
    }

    private static Reply.Bind bind(Poll poll) {
        return new Reply.Bind(KIND, poll.id());
    }

    private Reply open(Tx tx, Call call, PollLine.Ask ask) {
        UserId author = call.caller().user();
        long open = store.in(tx, call.room()).stream()
                .filter(p -> p.author().equals(author))
                .count();
        if (open >= MOST_OPEN) {
            return Reply.refuse("poll: you have %d open polls here.".formatted(MOST_OPEN));
        }
        Poll poll = new Poll(
                call.trigger().value(),
                call.room(),
                author,
                ask.question(),
                ask.options(),
                call.args().flag("native") ? nativeForm : Poll.Form.REACTIONS,
                call.at(),
                call.at().plus(call.args().span("for").orElse(USUAL)),
                call.threadRoot(),
                Optional.empty());
        store.put(tx, poll);
        return Reply.several(
                poll.isNative()
                        ? started(poll, call.prefix())
                        : posted(poll, call.caller().name()),
                new Reply.Wake(bind(poll), poll.endsAt()));
    }

    private Reply posted(Poll poll, String author) {
        Block.Line last = Block.Line.of(
                Span.words("One vote each, your last one counts. Ends %s. From "
                        .formatted(Times.shown(poll.endsAt(), zone))),
                Span.name(poll.author(), author),
                Span.words("."));
        return new Reply.Post(poll.room(), doc(poll, last)).seeded(poll.signs()).bound(bind(poll));
    }

    private static Doc doc(Poll poll, Block.Line last) {
        List<Block.Line> lines = IntStream.range(0, poll.size())
                .mapToObj(i ->
                        Block.Line.text(poll.options().isEmpty() ? poll.sign(i) : poll.sign(i) + " " + poll.name(i)))
                .toList();
        return Doc.of(Block.Line.text("📊 " + poll.question()), new Block.Rows(lines), last);
    }

    private Reply started(Poll poll, String prefix) {
        String hint = "No poll to see in your client? %spoll vote <n> counts as well, 1 to %d. Ends %s."
                .formatted(prefix, poll.size(), Times.shown(poll.endsAt(), zone));
        return Reply.several(
                new Reply.Event(poll.room(), NativePoll.startType(poll), start(poll), Optional.of(bind(poll))),
                new Reply.Post(poll.room(), Doc.plain(hint)));
    }

    private static ObjectNode start(Poll poll) {
        ObjectNode content = NativePoll.start(poll);
        return poll.thread()
                .map(root -> Relations.threadReply(content, root, EventId.parse(poll.id())))
                .orElse(content);
    }

    /** The one that is replied to, else the caller's newest; of others only for moderators. */
    private Optional<Poll> own(Tx tx, Call call) {
        UserId caller = call.caller().user();
        Predicate<Poll> allowed =
                poll -> poll.author().equals(caller) || call.caller().moderator();
        return call.replyTo()
                .flatMap(event -> store.byEvent(tx, event))
                .filter(poll -> poll.room().equals(call.room()))
                .filter(allowed)
                .or(() -> store.in(tx, call.room()).stream()
                        .filter(poll -> poll.author().equals(caller))
                        .findFirst());
    }

    private Reply results(Call call) {
        Optional<Poll> poll = db.read(tx -> own(tx, call));
        poll.ifPresent(p -> ask(p, call.at()));
        return poll.<Reply>map(p -> new Reply.Stored(
                        tx -> new Reply.Say(tally(tx, p, call.at()).standing())))
                .orElseGet(PollFeature::nothing);
    }

    private void ask(Poll poll, Instant now) {
        poll.event().ifPresent(event -> ballots.ask(poll.room(), event, poll.relation(), now));
    }

    private Tally tally(Tx tx, Poll poll, Instant now) {
        List<String> choices = poll.isNative()
                ? IntStream.rangeClosed(0, poll.size())
                        .mapToObj(i -> i == 0 ? "" : poll.choice(i - 1))
                        .toList()
                : poll.choices();
        return Tally.of(
                poll,
                poll.event()
                        .map(event -> ballots.standing(tx, event, choices, now).values())
                        .orElse(List.of()));
    }

    private Reply vote(Tx tx, Call call, int number) {
        Optional<Poll> poll = call.replyTo()
                .flatMap(event -> store.byEvent(tx, event))
                .filter(p -> p.room().equals(call.room()))
                .or(() -> store.in(tx, call.room()).stream().findFirst());
        if (poll.isEmpty() || poll.get().event().isEmpty()) {
            return Reply.refuse("poll: no open poll here.");
        }
        if (number < 1 || number > poll.get().size()) {
            return Reply.refuse("poll: vote 1 to %d.".formatted(poll.get().size()));
        }
        EventId box = poll.get().event().orElseThrow();
        ballots.put(tx, box, call.trigger(), call.caller().user(), poll.get().choice(number - 1), call.at());
        return new Reply.React("✅");
    }

    @Override
    public Reply bound(Tx tx, String key, EventId event, Instant now) {
        store.byId(tx, key).ifPresent(poll -> {
            store.sent(tx, key, event);
            ballots.open(tx, event, poll.room());
        });
        return new Reply.Silence();
    }

    @Override
    public Reply unsent(Tx tx, String key, Instant now) {
        store.forget(tx, key);
        return new Reply.Silence();
    }

    @Override
    public Reply heard(Tx tx, Incoming event, Instant now) {
        if (event instanceof Incoming.Redaction redaction) {
            store.byEvent(tx, redaction.target()).ifPresent(poll -> forget(tx, poll, redaction.target()));
        }
        if (event instanceof Incoming.Reaction reaction
                && Emoji.plain(reaction.key()).equals(END)) {
            return store.byEvent(tx, reaction.target())
                    .filter(poll -> mayEnd(tx, poll, reaction))
                    .<Reply>map(poll -> new Reply.Wake(bind(poll), now))
                    .orElse(new Reply.Silence());
        }
        return new Reply.Silence();
    }

    private boolean mayEnd(Tx tx, Poll poll, Incoming.Reaction reaction) {
        EventMeta meta = reaction.meta();
        return poll.room().equals(meta.room()) && (poll.author().equals(meta.sender()) || moderators.test(tx, meta));
    }

    private void forget(Tx tx, Poll poll, EventId event) {
        store.forget(tx, poll.id());
        ballots.close(tx, event);
    }

    @Override
    public void before(String key, Instant at, Instant now) {
        db.read(tx -> store.byId(tx, key)).ifPresent(poll -> ask(poll, now));
    }

    @Override
    public Reply due(Tx tx, String key, Instant at, Instant now) {
        Optional<Poll> open = store.byId(tx, key);
        if (open.isEmpty()) {
            return new Reply.Silence();
        }
        Poll poll = open.get();
        if (poll.event().isEmpty()) {
            return new Reply.Wake(bind(poll), now.plus(UNTIL_SENT));
        }
        return ended(tx, poll, poll.event().get(), now);
    }

    private Reply ended(Tx tx, Poll poll, EventId event, Instant now) {
        Tally tally = tally(tx, poll, now);
        Doc result = tally.result(now.isAfter(poll.endsAt().plus(LATE)));
        forget(tx, poll, event);
        return Reply.several(
                poll.isNative() ? end(poll, event, result) : closed(poll, event),
                new Reply.Post(poll.room(), result)
                        .replyingTo(event)
                        .inThread(poll.thread())
                        .pinging(Set.of(poll.author())));
    }

    private static Reply closed(Poll poll, EventId event) {
        return new Reply.Revise(poll.room(), event, doc(poll, Block.Line.text("Closed.")));
    }

    private static Reply end(Poll poll, EventId event, Doc result) {
        String text = MessageContent.notice(result).path("body").asString();
        return new Reply.Event(
                poll.room(), NativePoll.endType(poll), NativePoll.end(poll, event, text), Optional.empty());
    }
}
