package org.lotusguild.lotus.bot.basic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.args.Syntax;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Desk;
import org.lotusguild.lotus.bot.command.Help;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.bot.command.Section;
import org.lotusguild.lotus.bot.command.Voice;
import org.lotusguild.lotus.bot.command.WorkingFeature;
import org.lotusguild.lotus.matrix.message.Block;
import org.lotusguild.lotus.matrix.message.Doc;

/**
 * {@code !health}: what is up. Names only; addresses and the last error are for the management room, which is also told when
 * something goes down and when it is back for good.
 */
public final class HealthFeature implements WorkingFeature {
    private static final Duration EVERY = Duration.ofSeconds(30);
    /** A service that comes and goes is told of once. */
    private static final Duration STEADY = Duration.ofMinutes(2);

    private static final int SHOWN = 200;

    private final Supplier<String> headline;
    private final ServiceStates services;
    private final Optional<RoomId> management;
    private final Supplier<List<String>> notes;
    private final Desk desk;
    private final Clock clock;
    private final Map<String, Outage> outages = new HashMap<>();
    private Instant next = Instant.MIN;

    /** @param up since when it answers again */
    private record Outage(Instant since, Optional<Instant> up) {}

    /**
     * Asks the services for who asks, and by itself.
     *
     * @param headline version, time since start and encryption, as one line
     * @param notes more lines for the management room
     */
    public HealthFeature(
            Supplier<String> headline,
            ServiceStates services,
            Optional<RoomId> management,
            Supplier<List<String>> notes,
            Desk desk,
            Clock clock) {
        this.headline = headline;
        this.services = services;
        this.management = management;
        this.notes = notes;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "health";
    }

    @Override
    public List<Command> commands() {
        Help help = Help.of("what is up and what is not");
        return List.of(Command.of(
                        "health",
                        Section.BASICS,
                        help,
                        Syntax.ignored(),
                        call -> new Reply.Say(
                                answer(management.filter(call.room()::equals).isPresent())))
                .withAliases("status")
                .withCooldown(Duration.ofSeconds(5)));
    }

    private Doc answer(boolean whole) {
        List<ServiceStates.State> states = services.now();
        List<Block> lines = new ArrayList<>();
        lines.add(Block.Line.text(headline.get()));
        states.forEach(state -> lines.add(Block.Line.text(whole ? whole(state) : shown(state))));
        long up = states.stream()
                .filter(state -> !(state.reading() instanceof ServiceCheck.Down))
                .count();
        lines.add(Block.Line.text("%d of %d up.".formatted(up, states.size())));
        if (whole) {
            notes.get().forEach(note -> lines.add(Block.Line.text(note)));
        }
        return new Doc(lines);
    }

    private static String shown(ServiceStates.State state) {
        return switch (state.reading()) {
            case ServiceCheck.Up(Duration took) -> "✅ %s %d ms".formatted(state.name(), took.toMillis());
            case ServiceCheck.Warning(String what) -> "⚠️ %s: %s".formatted(state.name(), what);
            case ServiceCheck.Down(String why) -> "❌ %s: %s".formatted(state.name(), why);
        };
    }

    private static String whole(ServiceStates.State state) {
        String line = shown(state) + " · " + state.address();
        String error = state.lastError();
        return error.isEmpty() ? line : line + " · last error: " + error.substring(0, Math.min(SHOWN, error.length()));
    }

    @Override
    public void work(Voice voice) {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
            next = now.plus(EVERY);
            services.now().forEach(state -> watch(state, now));
        }
    }

    private void watch(ServiceStates.State state, Instant now) {
        Optional<Outage> outage = Optional.ofNullable(outages.get(state.name()));
        if (state.reading() instanceof ServiceCheck.Down(String why)) {
            if (outage.isEmpty()) {
                desk.tell("❌ %s is down: %s".formatted(state.name(), why));
            }
            outages.put(state.name(), new Outage(outage.map(Outage::since).orElse(now), Optional.empty()));
        } else if (outage.isPresent()) {
            Instant up = outage.get().up().orElse(now);
            if (Duration.between(up, now).compareTo(STEADY) >= 0) {
                outages.remove(state.name());
                desk.tell("✅ %s is back after %s."
                        .formatted(
                                state.name(),
                                Durations.shown(Duration.between(outage.get().since(), up))));
            } else {
                outages.put(state.name(), new Outage(outage.get().since(), Optional.of(up)));
            }
        }
    }
}
