package org.lotusguild.lotus.webhooks.sender;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.account.AccountRefused;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts that speak for services. Each is opened when it is needed for the first time, and stays open. For many threads. */
public final class Senders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);
    private static final Duration LOOK = Duration.ofDays(1);
    /** When a homeserver is asked again that gave a service user no device. */
    private static final Duration AGAIN = Duration.ofMinutes(10);

    /**
     * @param bot speaks for the service users where they cannot be had
     * @param door lets them into rooms
     * @param own how they are opened; absent where the homeserver is not ours
     * @param prefix of their names: {@code hook_}
     */
    public record Means(
            MatrixAccount bot,
            Doorkeeper door,
            Optional<Opener> own,
            String prefix,
            Profiles profiles,
            InstantSource clock) {
        /** The bot itself lets them in. */
        public Means(MatrixAccount bot, Optional<Opener> own, String prefix, Profiles profiles, InstantSource clock) {
            this(bot, Doorkeeper.of(bot), own, prefix, profiles, clock);
        }
    }

    private static final class Slot {
        private final Speaker speaker;
        private final ReentrantLock opening = new ReentrantLock();
        private volatile @Nullable MatrixAccount account;
        private volatile Instant looked = Instant.EPOCH;
        private Instant again = Instant.EPOCH;
        private boolean denied;

        private Slot(Speaker speaker) {
            this.speaker = speaker;
        }
    }

    private final Means means;
    private final Map<UserId, Slot> slots = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Senders(Means means) {
        this.means = means;
    }

    /** The user that posts for this speaker. */
    public UserId user(Speaker speaker) {
        UserId bot = means.bot().user();
        return means.own().isEmpty() || speaker.localpart().isEmpty()
                ? bot
                : UserId.parse("@" + means.prefix() + speaker.localpart() + ":" + bot.server());
    }

    /**
     * Opened, if need be made; the bot where the homeserver gives us no such user, or no device for it: an account without one says
     * nothing in an encrypted room. Waits for the homeserver as long as one call is repeated.
     *
     * @throws AccountRefused if the user must not be started
     * @throws MatrixException or {@link org.lotusguild.lotus.http.HttpFailure} if it does not answer as it should
     */
    public Sender of(Speaker speaker) throws InterruptedException {
        UserId user = user(speaker);
        if (user.equals(means.bot().user())) {
            return botFor(speaker);
        }
        Slot slot = slots.computeIfAbsent(user, id -> new Slot(speaker));
        slot.opening.lockInterruptibly();
        try {
            MatrixAccount there = slot.account;
            Optional<MatrixAccount> account = there == null ? opened(slot, user) : Optional.of(there);
            account.ifPresent(own -> tend(slot, own));
            return account.map(own -> new Sender(own, Optional.empty())).orElseGet(() -> botFor(speaker));
        } finally {
            slot.opening.unlock();
        }
    }

    private Sender botFor(Speaker speaker) {
        return new Sender(means.bot(), Optional.of(means.profiles().name(speaker)));
    }

    private Optional<MatrixAccount> opened(Slot slot, UserId user) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("asked to stop");
        }
        Instant now = means.clock().instant();
        if (now.isBefore(slot.again)) {
            return Optional.empty();
        }
        try {
            MatrixAccount account = means.own().orElseThrow().open(user);
            slot.account = account;
            LOG.atInfo().addKeyValue("account", user).log("a service user speaks");
            return Optional.of(account);
        } catch (AccountRefused refused) {
            if (!refused.denied()) {
                throw refused;
            }
            denied(slot, user, refused);
            slot.again = now.plus(AGAIN);
            return Optional.empty();
        }
    }

    /** Said once: the homeserver is asked time and again. */
    private void denied(Slot slot, UserId user, AccountRefused refused) {
        if (!slot.denied) {
            slot.denied = true;
            LOG.atWarn()
                    .addKeyValue("account", user)
                    .addKeyValue("bot", means.bot().user())
                    .addKeyValue("why", refused.getMessage())
                    .log("the homeserver gives us no such service user; the bot speaks in its place");
        }
    }

    private void tend(Slot slot, MatrixAccount account) {
        Instant now = means.clock().instant();
        if (!now.isBefore(slot.looked.plus(LOOK))) {
            slot.looked = now;
            means.profiles().tend(account, slot.speaker);
        }
    }

    /**
     * Into the room, invited if somebody of ours is there.
     *
     * @throws MatrixException or {@link org.lotusguild.lotus.http.HttpFailure} if the homeserver does not answer as it should
     */
    public Entered enter(Sender sender, RoomId room) {
        MatrixAccount account = sender.account();
        if (account.rooms().isJoined(room)) {
            return new Entered.Inside();
        }
        try {
            boolean bot = account.user().equals(means.bot().user());
            if (!bot) {
                means.door().invite(room, account.user());
            }
            account.rooms().join(room, List.of(account.user().server()));
            return new Entered.Inside();
        } catch (MatrixException refusal) {
            if (refusal.limited() || refusal.unwell() || refusal.unknownToken()) {
                throw refusal;
            }
            return new Entered.Refused(refusal.errcode());
        }
    }

    /** Why an account sends nothing any more, in words. */
    public Optional<String> trouble() {
        return slots.values().stream()
                .flatMap(slot -> Optional.ofNullable(slot.account).stream())
                .flatMap(account -> switch (account.health().state()) {
                    case RED ->
                        Optional.of(account.user() + ": " + account.health().why()).stream();
                    case GREEN, YELLOW -> Optional.<String>empty().stream();
                })
                .findFirst();
    }

    /** Ends all accounts beside one another. */
    @Override
    public void close() {
        closed = true;
        List<Thread> ending = slots.values().stream()
                .flatMap(slot -> Optional.ofNullable(slot.account).stream())
                .map(account ->
                        Thread.ofVirtual().name("close " + account.user()).start(account::close))
                .toList();
        try {
            for (Thread thread : ending) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
