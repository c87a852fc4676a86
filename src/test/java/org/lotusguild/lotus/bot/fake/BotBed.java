package org.lotusguild.lotus.bot.fake;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.lotusguild.lotus.base.Await;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.bot.Bot;
import org.lotusguild.lotus.bot.BotIdentity;
import org.lotusguild.lotus.bot.CommandOutcome;
import org.lotusguild.lotus.bot.Ignored;
import org.lotusguild.lotus.bot.Kit;
import org.lotusguild.lotus.bot.Repertoire;
import org.lotusguild.lotus.bot.Standing;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.TestDatabases;

/** A bot with features over a real database, in the midst of what happens: time passes, the process dies. */
public final class BotBed extends Happenings implements AutoCloseable {

    /** Makes the features of one process. */
    public interface Making {
        List<Feature> features(BotBed bed);

        default String prefix() {
            return "!";
        }

        /** Commands without a memory. */
        default List<Command> commands(BotBed bed) {
            return List.of();
        }

        /** Commands and no feature. */
        static Making only(Function<BotBed, List<Command>> commands) {
            return new Making() {
                @Override
                public List<Feature> features(BotBed bed) {
                    return List.of();
                }

                @Override
                public List<Command> commands(BotBed bed) {
                    return commands.apply(bed);
                }
            };
        }
    }

    public final RecordingSender sender = new RecordingSender();
    private final News news = new News(sender);
    private final Opening opening;
    private final Making making;
    private Database db;
    private Bot bot;

    /** Opens the database of the bed, the first time and after each restart. */
    public interface Opening {
        Database open(InstantSource clock);
    }

    public BotBed(Path folder, Instant start, Making making) {
        this(clock -> TestDatabases.sqlite(folder, clock, "bot"), start, making);
    }

    public BotBed(Opening opening, Instant start, Making making) {
        super(start);
        this.opening = opening;
        this.making = making;
        this.db = opening.open(clock);
        this.bot = opened();
    }

    public Database db() {
        return db;
    }

    public DirectChats chats() {
        return new ReadyChats();
    }

    public Ignored ignored() {
        return new Ignored(BOT, user -> false, List.of(), rooms);
    }

    /** In a room of a guild that is not written down, every device is believed. */
    public Standing standing() {
        return new Standing(Map.of(), rooms, false);
    }

    private Bot opened() {
        rooms.keptIn(db);
        Counters<CommandOutcome> outcomes = new Metrics()
                .counters("commands_total", "Commands", new Metrics.Label<>("outcome", CommandOutcome.class));
        Kit kit = new Kit(rooms, sender, chats(), db, user -> false, false, clock, time -> {}, new Random(7), outcomes);
        Repertoire all = new Repertoire();
        making.commands(this).forEach(all::add);
        making.features(this).forEach(all::add);
        return Bot.open(new BotIdentity(BOT, "Lotus"), UsualConfig.of(making.prefix()), all, Map.of(), kit);
    }

    @Override
    void told(Incoming event) {
        bot.on(event, tx -> {});
    }

    /** The process is killed and started again. */
    public void restart() {
        hearsAgain();
        db.close();
        db = opening.open(clock);
        bot = opened();
    }

    /** The process stops in order. */
    public void stop() {
        bot.close();
    }

    /** What a message of that user brings forth, by bodies. */
    public List<String> says(UserId user, RoomId room, String text) {
        return says(user, room, text, Optional.empty());
    }

    public List<String> says(UserId user, RoomId room, String text, Optional<EventId> replyTo) {
        told(message(meta(user, room, replyTo), text, Optional.empty()));
        return news();
    }

    /** With the {@code formatted_body} that a client with pills sends. */
    public List<String> says(UserId user, RoomId room, String text, String html) {
        told(message(meta(user, room, Optional.empty()), text, Optional.of(html)));
        return news();
    }

    /** What a message brings forth that is worked on by another thread: the next body. */
    public String answerTo(UserId user, String text) {
        List<String> atOnce = says(user, ROOM, text);
        return atOnce.isEmpty() ? next() : atOnce.getLast();
    }

    /** The next body that is sent, waited for. */
    public String next() {
        Await.until(news::isThere);
        return news().getFirst();
    }

    /** So much time passes, and what is due is done; what that brought forth. */
    public List<String> after(Duration time) {
        clock.advance(time);
        look();
        return news();
    }

    /** Everything sent so far arrives, and the bot learns the event ids. */
    public void arrive() {
        sender.deliver();
        look();
    }

    public void look() {
        try {
            bot.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** As {@link News#unread}. */
    public List<String> news() {
        return news.unread();
    }

    /** The last message whose text begins so. */
    public RecordingSender.Sent message(String beginning) {
        return news.message(beginning);
    }

    public RecordingSender.Sent last() {
        return sender.sent().getLast();
    }

    @Override
    public void close() {
        bot.close();
        db.close();
    }
}
