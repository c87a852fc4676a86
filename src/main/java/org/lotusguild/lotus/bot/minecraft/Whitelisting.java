package org.lotusguild.lotus.bot.minecraft;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.command.Desk;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.store.Database;

/** Changes the whitelist, one change at a time. */
final class Whitelisting {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SHOWN = 200;
    private static final String AWAY = "minecraft: the server does not answer. Try again later.";

    private final MinecraftConfig config;
    private final Rcon rcon;
    private final Database db;
    private final Desk desk;
    private final Clock clock;
    private final MinecraftStore store = new MinecraftStore();
    private final Semaphore turn = new Semaphore(1, true);

    Whitelisting(MinecraftConfig config, Rcon rcon, Database db, Desk desk, Clock clock) {
        this.config = config;
        this.rcon = rcon;
        this.db = db;
        this.desk = desk;
        this.clock = clock;
    }

    Reply add(UserId user, String name, String prefix) throws InterruptedException {
        return inTurn(() -> {
            Optional<MinecraftStore.Claim> before = db.read(tx -> store.claim(tx, name));
            Optional<Reply> refusal = refusal(user, prefix, before);
            return refusal.orElseGet(
                    () -> asked(user, name, before.filter(claim -> claim.owner().equals(user))));
        });
    }

    private Optional<Reply> refusal(UserId user, String prefix, Optional<MinecraftStore.Claim> before) {
        Optional<MinecraftStore.Claim> taken = before.filter(MinecraftStore.Claim::confirmed);
        if (taken.isPresent()) {
            return taken.get().owner().equals(user) ? Optional.empty() : Optional.of(another(taken.get()));
        }
        List<String> names = db.read(tx -> store.names(tx, user));
        return names.size() < config.namesPerUser()
                ? Optional.empty()
                : Optional.of(Reply.refuse(
                        "minecraft: you have %d %s already (%s). Remove one with %sminecraft remove <name>."
                                .formatted(
                                        names.size(),
                                        names.size() == 1 ? "name" : "names",
                                        String.join(", ", names),
                                        prefix)));
    }

    private static Reply another(MinecraftStore.Claim claim) {
        return Reply.refuse("minecraft: %s belongs to another member.".formatted(claim.name()));
    }

    /** @param own what this user asked for before: after a lost answer the server says that the name is there already */
    private Reply asked(UserId user, String name, Optional<MinecraftStore.Claim> own) {
        if (own.isEmpty()) {
            keep(new MinecraftStore.Claim(name, user, false));
        }
        return switch (run("add", name)) {
            case Rcon.Said(String line) -> added(user, name, own, Verdict.of(line, name));
            case Rcon.Outcome failure -> {
                boolean nothingHappened = failure instanceof Rcon.WrongPassword
                        || failure instanceof Rcon.NoAnswer(String why, boolean asked) && !asked;
                if (own.isEmpty() && nothingHappened) {
                    forget(name);
                }
                yield failed(failure, "add", name);
            }
        };
    }

    private Reply added(UserId user, String name, Optional<MinecraftStore.Claim> own, Verdict verdict) {
        if (verdict instanceof Verdict.Added(String spelling)) {
            keep(new MinecraftStore.Claim(spelling, user, true));
            return Reply.say("✅ %s is on the whitelist.".formatted(spelling));
        }
        if (verdict instanceof Verdict.Already && own.isPresent()) {
            keep(new MinecraftStore.Claim(own.get().name(), user, true));
        } else if (own.filter(MinecraftStore.Claim::confirmed).isEmpty()) {
            forget(name);
        }
        return switch (verdict) {
            case Verdict.Already() -> Reply.say("%s was on the whitelist already.".formatted(name));
            case Verdict.NoAccount() -> Reply.refuse("minecraft: no Minecraft account \"%s\".".formatted(name));
            case Verdict.Other(String line) -> saidNo("add", name, line);
            case Verdict other -> saidNo("add", name, other.toString());
        };
    }

    Reply remove(UserId user, String name) throws InterruptedException {
        return inTurn(() -> {
            Optional<MinecraftStore.Claim> claim =
                    db.read(tx -> store.claim(tx, name)).filter(MinecraftStore.Claim::confirmed);
            if (claim.isEmpty()) {
                return Reply.refuse("minecraft: %s is none of your names.".formatted(name));
            }
            return claim.get().owner().equals(user) ? removed(claim.get().name()) : another(claim.get());
        });
    }

    private Reply removed(String name) {
        return switch (run("remove", name)) {
            case Rcon.Said(String line) ->
                switch (Verdict.of(line, name)) {
                    case Verdict.Removed() -> gone(name, "✅ %s is off the whitelist.");
                    case Verdict.NotThere() -> gone(name, "%s was off the whitelist already.");
                    case Verdict.NoAccount() -> gone(name, "%s was off the whitelist already.");
                    case Verdict.Other(String other) -> saidNo("remove", name, other);
                    case Verdict other -> saidNo("remove", name, other.toString());
                };
            case Rcon.Outcome failure -> failed(failure, "remove", name);
        };
    }

    private Reply gone(String name, String words) {
        forget(name);
        return Reply.say(words.formatted(name));
    }

    private Rcon.Outcome run(String verb, String name) {
        return rcon.run("%s %s %s".formatted(config.add().name().toLowerCase(Locale.ROOT), verb, name));
    }

    private Reply failed(Rcon.Outcome failure, String verb, String name) {
        return switch (failure) {
            case Rcon.WrongPassword() -> {
                desk.tell("minecraft: the server refused my password. bot.minecraft.password must be the rcon.password"
                        + " of its server.properties.");
                yield Reply.refuse("minecraft: the server refused my password. An admin has been told.");
            }
            case Rcon.NoAnswer(String why, boolean asked) -> Reply.refuse(AWAY);
            case Rcon.Nonsense(String what) -> saidNo(verb, name, what);
            case Rcon.Said(String text) -> saidNo(verb, name, text);
        };
    }

    private Reply saidNo(String verb, String name, String words) {
        String shown = words.length() > SHOWN ? words.substring(0, SHOWN) + "…" : words;
        desk.tell("minecraft: the server said no to \"%s %s\": %s".formatted(verb, name, shown));
        return Reply.refuse("minecraft: the server said no. An admin has been told.");
    }

    private void keep(MinecraftStore.Claim claim) {
        db.run(tx -> store.put(tx, claim, clock.instant()));
    }

    private void forget(String name) {
        db.run(tx -> store.remove(tx, name));
    }

    private Reply inTurn(Supplier<Reply> change) throws InterruptedException {
        if (!turn.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            return Reply.refuse(AWAY);
        }
        try {
            return change.get();
        } finally {
            turn.release();
        }
    }
}
