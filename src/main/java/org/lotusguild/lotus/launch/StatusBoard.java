package org.lotusguild.lotus.launch;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoReport;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.stack.trial.TrialGuild;

/** What the program knows of itself, for {@code status} and the health routes. Parts are asked when somebody looks. */
final class StatusBoard {
    private final Home home;
    private final LotusConfig config;
    private final Map<String, Supplier<Status.Part>> parts = new LinkedHashMap<>();
    private Optional<MatrixAccount> bot = Optional.empty();
    private Optional<TrialGuild> trial = Optional.empty();
    private Map<String, RoomId> rooms = Map.of();
    private Function<String, Optional<URI>> hooks = name -> Optional.empty();
    private List<String> commands = List.of();

    StatusBoard(Home home, LotusConfig config) {
        this.home = home;
        this.config = config;
    }

    /** Adds or replaces a part. */
    synchronized void part(String name, Supplier<Status.Part> now) {
        parts.put(name, now);
    }

    /** All parts from the beginning: what nobody has begun yet is not ready either. */
    void expect(List<String> names) {
        names.forEach(name -> part(name, () -> new Status.Part(PartState.STARTING, "")));
    }

    void ready(String name) {
        part(name, () -> new Status.Part(PartState.READY, ""));
    }

    /** Who the bot is; it does not answer yet. */
    synchronized void identity(MatrixAccount account) {
        bot = Optional.of(account);
    }

    /** The bot's account, once it is open. */
    synchronized Optional<MatrixAccount> account() {
        return bot;
    }

    /** From now on the bot answers to these words. */
    synchronized void serving(MatrixAccount account, List<String> words) {
        commands = List.copyOf(words);
        part("bot", () -> ofHealth(account.health()));
    }

    synchronized void trial(TrialGuild guild) {
        trial = Optional.of(guild);
    }

    /** The addresses of hooks, by name: only for who has just started the program. */
    synchronized void hooks(Function<String, Optional<URI>> addresses) {
        hooks = addresses;
    }

    synchronized Optional<URI> hook(String name) {
        return hooks.apply(name);
    }

    synchronized void rooms(Map<String, RoomId> byKey) {
        rooms = Map.copyOf(byKey);
    }

    /** What nobody has begun is not there. */
    PartState state(String name) {
        Supplier<Status.Part> part;
        synchronized (this) {
            part = parts.getOrDefault(name, () -> new Status.Part(PartState.STARTING, ""));
        }
        return state(part).state();
    }

    Status now() {
        Map<String, Supplier<Status.Part>> asked;
        Optional<MatrixAccount> account;
        List<String> words;
        synchronized (this) {
            words = commands;
            asked = new LinkedHashMap<>(parts);
            account = bot;
        }
        Map<String, Status.Part> states = new LinkedHashMap<>();
        asked.forEach((name, part) -> states.put(name, state(part)));
        boolean ready = !states.isEmpty()
                && states.values().stream().allMatch(part -> part.state().serves());
        Status.Bot shown = account.map(bot -> shown(bot, words)).orElse(null);
        synchronized (this) {
            return new Status(
                    ProcessHandle.current().pid(),
                    Version.text(),
                    ready,
                    home.folder().toString(),
                    config.homeserver().url().toString(),
                    config.homeserver().serverName(),
                    "http://" + config.http().bind(),
                    shown,
                    people(),
                    roomIds(),
                    states);
        }
    }

    /** A part that ends right now may refuse to be asked. */
    private static Status.Part state(Supplier<Status.Part> part) {
        try {
            return part.get();
        } catch (RuntimeException e) {
            return new Status.Part(PartState.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> roomIds() {
        Map<String, String> ids = new LinkedHashMap<>();
        rooms.forEach((key, room) -> ids.put(key, room.value()));
        return ids;
    }

    private Map<String, Status.Person> people() {
        Map<String, Status.Person> people = new LinkedHashMap<>();
        trial.ifPresent(guild -> {
            people.put("admin", person(guild.admin()));
            people.put("guest", person(guild.guest()));
        });
        return people;
    }

    private static Status.Person person(TrialGuild.Account account) {
        return new Status.Person(
                account.user().value(), account.passwordFile().toAbsolutePath().toString());
    }

    private static Status.Bot shown(MatrixAccount account, List<String> words) {
        AccountHealth health = account.health();
        Optional<CryptoReport> encryption = encryption(account);
        return new Status.Bot(
                account.user().value(),
                account.device().value(),
                health.fingerprint(),
                health.crossSigning() == CrossSigningStatus.SIGNED,
                encryption.map(CryptoReport::oneTimeKeys).orElse(0L),
                Status.Backup.of(encryption
                        .map(CryptoReport::backup)
                        .orElse(new BackupReport(BackupReport.State.CHECKING, Optional.empty(), 0, 0))),
                unread(encryption.map(CryptoReport::waiting).orElse(Map.of())),
                words);
    }

    /** An account that ends right now may refuse to be asked. */
    private static Optional<CryptoReport> encryption(MatrixAccount account) {
        try {
            return Optional.of(account.encryption());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** By reason: the codes of the specification where the sender said why the key does not come. */
    private static Map<String, Long> unread(Map<Decrypted.Reason, Long> waiting) {
        Map<String, Long> counts = new TreeMap<>();
        waiting.forEach((reason, count) -> counts.merge(words(reason), count, Long::sum));
        return counts;
    }

    private static String words(Decrypted.Reason reason) {
        return switch (reason) {
            case WITHHELD_UNVERIFIED -> "m.unverified";
            case WITHHELD_BLACKLISTED -> "m.blacklisted";
            case WITHHELD_UNAUTHORISED -> "m.unauthorised";
            case WITHHELD_NO_OLM -> "m.no_olm";
            case WITHHELD_OTHER -> "withheld";
            case UNKNOWN_SESSION, UNKNOWN_INDEX -> "key not here yet";
            case REPLAYED, WRONG_ROOM, WRONG_SENDER, BAD_CIPHERTEXT, UNKNOWN_ALGORITHM, MALFORMED -> "refused";
        };
    }

    private static Status.Part ofHealth(AccountHealth health) {
        return switch (health.state()) {
            case GREEN -> new Status.Part(PartState.READY, health.why());
            case YELLOW -> new Status.Part(PartState.DEGRADED, health.why());
            case RED -> new Status.Part(PartState.FAILED, health.why());
        };
    }
}
