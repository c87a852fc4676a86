package org.lotusguild.lotus.webhooks.hook;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.lotusguild.lotus.base.Durations;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tx;

/**
 * All hooks: those of the file and those that were made by command. The one door for whoever wants to know or change them, from
 * several processes on one database as well: what one changes the others see within two seconds. For many threads.
 */
public final class Hooks {
    private static final Duration TOLD_GONE = Duration.ofDays(30);

    private final WebhooksConfig config;
    private final URI base;
    private final Database db;
    private final HookStore store;
    private final HookSecrets secrets;
    private final InstantSource clock;
    private final HookBooks books;

    private Hooks(WebhooksConfig config, URI base, Database db, Vault vault, InstantSource clock, SecureRandom random) {
        this.config = config;
        this.base = base;
        this.db = db;
        this.store = new HookStore(vault);
        this.secrets = new HookSecrets(random);
        this.clock = clock;
        this.books = new HookBooks(config, db, store, clock);
        if (db.inTransaction(tx -> giveIds(tx) | letNewScriptsRun(tx))) {
            books.readAgain();
        }
    }

    /**
     * Makes the ids that hooks of the file lack. A script of the file that was switched off runs again if it is another one now.
     *
     * @param base what stands before {@code /webhook/}
     * @throws IllegalArgumentException if a script of the file cannot be read
     */
    public static Hooks open(
            WebhooksConfig config, URI base, Database db, Vault vault, InstantSource clock, SecureRandom random) {
        return new Hooks(config, base, db, vault, clock, random);
    }

    /** Where an id leads, now. */
    public Found find(String id) {
        return books.current().find(HookSecrets.digest(id), clock.instant());
    }

    /**
     * By name; also one that is switched off. None is missing because another process has just made it: what is posted to it there may
     * be here already.
     */
    public Optional<Known> named(String name) {
        return Optional.ofNullable(books.current().byName().get(name))
                .or(() -> Optional.ofNullable(books.now().byName().get(name)));
    }

    /** All, those of the file first. */
    public List<Known> all() {
        return List.copyOf(books.current().byName().values());
    }

    /** The script of a hook, whether it is switched on or not. */
    public Optional<String> script(String name) {
        return named(name)
                .flatMap(known -> known.origin() == Known.Origin.FILE
                        ? books.script(name)
                        : db.read(tx -> store.named(tx, name)).flatMap(MadeHook::transform));
    }

    /** The address of a hook: as secret as a password. */
    public Optional<URI> address(String name) {
        return books.current().id(name).map(this::address);
    }

    /**
     * Makes a hook. Whoever asks twice for the same name in the same room gets the same one, with the script that comes with the wish.
     *
     * @param ids that it had elsewhere, taken over as they are; none: a new one is made
     * @param auth what a sender has to show besides
     */
    public Made create(MadeHook wanted, List<Secret> ids, Optional<Auth.Kind> auth) {
        Optional<String> refused = refused(wanted);
        if (refused.isPresent()) {
            return new Made.Refused(refused.get());
        }
        return change(tx -> {
            Optional<MadeHook> there = store.named(tx, wanted.name());
            return there.isPresent() ? existing(tx, there.get(), wanted) : created(tx, wanted, ids, auth);
        });
    }

    private Optional<String> refused(MadeHook wanted) {
        if (!HookName.fits(wanted.name())) {
            return Optional.of("a name has 3 to 64 signs");
        }
        if (config.hooks().stream().anyMatch(hook -> hook.name().equals(wanted.name()))) {
            return Optional.of("there is one of this name in the file");
        }
        if (wanted.expires().isEmpty() && config.expiry().required()) {
            return Optional.of("a hook must have an end here; say how long it lives");
        }
        Optional<Duration> most = config.expiry().atMost();
        boolean tooLong = most.isPresent()
                && wanted.expires()
                        .filter(end -> end.isAfter(clock.instant().plus(most.get())))
                        .isPresent();
        return tooLong
                ? Optional.of("a hook lives at most " + Durations.shown(most.get()) + " here")
                : Optional.empty();
    }

    private Made existing(Tx tx, MadeHook there, MadeHook wanted) {
        if (!there.room().equals(wanted.room())) {
            return new Made.Refused("there is one of this name that posts into another room");
        }
        wanted.transform().ifPresent(script -> replace(tx, there.name(), script));
        return books.book(tx)
                .id(there.name())
                .<Made>map(id -> new Made.Existing(address(id)))
                .orElseGet(() -> new Made.Refused("there is one of this name, without an id"));
    }

    private void replace(Tx tx, String hook, String script) {
        store.script(tx, hook, script);
        store.switches(
                tx, hook, store.switches(tx).getOrDefault(hook, Switches.ON).newScript());
    }

    private Made created(Tx tx, MadeHook wanted, List<Secret> ids, Optional<Auth.Kind> auth) {
        store.put(tx, wanted);
        store.forgetSwitches(tx, wanted.name());
        List<Secret> all = ids.isEmpty() ? List.of(secrets.fresh()) : ids;
        Instant now = clock.instant();
        for (Secret id : all) {
            if (!store.keep(tx, HookSecrets.id(wanted.name(), id, now))) {
                throw new IllegalArgumentException("another hook has this id");
            }
        }
        Optional<Secret> secret = auth.map(kind -> secrets.fresh());
        secret.ifPresent(shown -> store.keep(tx, HookSecrets.shown(wanted.name(), auth.orElseThrow(), shown, now)));
        return new Made.Created(address(all.getLast()), secret);
    }

    /** Lets a hook answer at more ids that it had elsewhere, taken over as they are; its address stays what it was. */
    public void adopt(String name, List<Secret> ids) {
        change(tx -> {
            ids.forEach(id -> store.keep(tx, HookSecrets.id(name, id, Instant.EPOCH)));
            return ids.size();
        });
    }

    /**
     * Gives a hook a new id and new secrets; the old ones work for a while.
     *
     * @return refused where the id stands in the file
     */
    public Made rotate(String name, Duration overlap) {
        return change(tx -> {
            HookBook now = books.book(tx);
            if (!now.byName().containsKey(name)) {
                return new Made.Refused("there is no such hook");
            }
            if (config.hooks().stream()
                    .anyMatch(hook -> hook.name().equals(name) && hook.id().isPresent())) {
                return new Made.Refused("its id stands in the file; put another one there, and this one under also");
            }
            return rotated(tx, now.byName().get(name), overlap);
        });
    }

    private Made rotated(Tx tx, Known known, Duration overlap) {
        String name = known.hook().name();
        Instant now = clock.instant();
        Instant end = now.plus(overlap);
        store.retire(tx, name, end, end.plus(TOLD_GONE));
        Secret id = secrets.fresh();
        store.keep(tx, HookSecrets.id(name, id, now));
        Optional<Secret> secret = Optional.empty();
        if (known.origin() != Known.Origin.FILE) {
            for (Auth auth : known.admission().auth()) {
                Secret fresh = secrets.fresh();
                store.keep(tx, HookSecrets.shown(name, auth.kind(), fresh, now));
                secret = Optional.of(fresh);
            }
        }
        return new Made.Created(address(id), secret);
    }

    /**
     * Switches a hook off: who posts is told so.
     *
     * @param why shown in the list
     * @return false if there is none
     */
    public boolean disable(String name, String why) {
        return switched(name, was -> was.off(why));
    }

    /** Leaves out the script of a hook. */
    public boolean disableTransform(String name, String why) {
        Optional<String> digest = script(name).map(HookSecrets::digest);
        return switched(name, was -> was.scriptOff(why, digest));
    }

    /** @param transform whether its script runs again, too */
    public boolean enable(String name, boolean transform) {
        return switched(name, was -> was.on(transform));
    }

    /**
     * Notes whether the end of the hook was announced.
     *
     * @return false if there is none
     */
    public boolean warned(String name, boolean told) {
        return switched(name, was -> was.warned(told));
    }

    private boolean switched(String name, Function<Switches, Switches> how) {
        return change(tx -> {
            if (!books.book(tx).byName().containsKey(name)) {
                return false;
            }
            store.switches(tx, name, how.apply(store.switches(tx).getOrDefault(name, Switches.ON)));
            return true;
        });
    }

    /**
     * Forgets a hook that was made by command. Its id is told to be gone for 30 days.
     *
     * @param along what goes with it, in the same transaction
     * @return false if there is none, or it stands in the file
     */
    public boolean remove(String name, Consumer<Tx> along) {
        if (config.hooks().stream().anyMatch(hook -> hook.name().equals(name))) {
            return false; // one of this name that was made by command before has the same id
        }
        return change(tx -> {
            if (!store.forget(tx, name)) {
                return false;
            }
            Instant now = clock.instant();
            store.forgetSwitches(tx, name);
            store.retire(tx, name, now, now.plus(TOLD_GONE));
            store.forgetGone(tx, now);
            along.accept(tx);
            return true;
        });
    }

    private URI address(Secret id) {
        String path = URLEncoder.encode(id.value(), StandardCharsets.UTF_8).replace("+", "%20");
        String start = base.toString();
        return URI.create((start.endsWith("/") ? start : start + "/") + "webhook/" + path);
    }

    private boolean giveIds(Tx tx) {
        HookBook now = books.book(tx);
        List<HookConfig> without = config.hooks().stream()
                .filter(hook -> hook.id().isEmpty() && now.id(hook.name()).isEmpty())
                .toList();
        without.forEach(hook -> store.keep(tx, HookSecrets.id(hook.name(), secrets.fresh(), clock.instant())));
        if (!without.isEmpty()) {
            store.changed(tx);
        }
        return !without.isEmpty();
    }

    /** Of those in the file: the others are let run where they are replaced. */
    private boolean letNewScriptsRun(Tx tx) {
        Map<String, Switches> switches = store.switches(tx);
        List<String> changed = config.hooks().stream()
                .map(HookConfig::name)
                .filter(name -> Optional.ofNullable(switches.get(name))
                        .flatMap(Switches::script)
                        .filter(old ->
                                !books.script(name).map(HookSecrets::digest).equals(Optional.of(old)))
                        .isPresent())
                .toList();
        changed.forEach(name -> store.switches(
                tx, name, Objects.requireNonNull(switches.get(name)).newScript()));
        if (!changed.isEmpty()) {
            store.changed(tx);
        }
        return !changed.isEmpty();
    }

    private <T> T change(Function<Tx, T> how) {
        T answer = db.inTransaction(tx -> {
            T result = how.apply(tx);
            store.changed(tx);
            return result;
        });
        books.readAgain();
        return answer;
    }
}
