package org.lotusguild.lotus.matrix.account;

import java.time.Duration;
import java.util.Optional;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.CryptoReport;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.attachment.EncryptedFiles;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.AccountData;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.Attachments;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.History;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.Media;
import org.lotusguild.lotus.matrix.Recovery;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.Verifier;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.direct.ListedDirectChats;
import org.lotusguild.lotus.matrix.direct.SyncedAccountData;
import org.lotusguild.lotus.matrix.event.IncomingParser;
import org.lotusguild.lotus.matrix.keys.KeyTraffic;
import org.lotusguild.lotus.matrix.keys.RoomKeys;
import org.lotusguild.lotus.matrix.keys.RoomPolicies;
import org.lotusguild.lotus.matrix.media.HomeserverMedia;
import org.lotusguild.lotus.matrix.media.RoomFiles;
import org.lotusguild.lotus.matrix.send.SendQueue;
import org.lotusguild.lotus.matrix.send.SendSetup;
import org.lotusguild.lotus.matrix.sync.AccountDataStore;
import org.lotusguild.lotus.matrix.sync.Outbox;
import org.lotusguild.lotus.matrix.sync.RelatedEvents;
import org.lotusguild.lotus.matrix.sync.RoomHistory;
import org.lotusguild.lotus.matrix.sync.Skipped;
import org.lotusguild.lotus.matrix.sync.SyncLoop;
import org.lotusguild.lotus.matrix.sync.SyncedRooms;
import org.lotusguild.lotus.matrix.verify.AttendedVerifier;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Tenure;

/** An account in one piece: sync, keys, send queue and what hangs on them. */
final class LiveAccount implements MatrixAccount {
    private static final Duration FIRST_SYNC = Duration.ofMinutes(5);
    private static final Duration LAST_WORK = Duration.ofSeconds(4);
    /** The end of the program has parts that come between, and little time; {@link #close} waits, too. */
    private static final Duration HELD = Duration.ofSeconds(1);

    /** What the account is made of. */
    record Means(
            AccountWorld world,
            AccountSetup setup,
            Database database,
            Optional<Tenure> tenure,
            Vault vault,
            MatrixApi api,
            CryptoMachine machine) {}

    private final Means means;
    private final CryptoMachine machine;
    private final KeyTraffic traffic;
    private final UseCounter uses;
    private final Skipped skipped;
    private final SyncLoop loop;
    private final Backups backups;
    private final SyncedRooms rooms;
    private final SendQueue queue;
    private final IncomingParser parser;
    private final History history;
    private final Media media;
    private final Attachments attachments;
    private final AccountData accountData;
    private final ListedDirectChats directChats;
    private final HealthReport health;
    private final Figures.Account figures;
    private final AttendedVerifier verifier;
    private final Listener listener;

    LiveAccount(Means means) {
        this.means = means;
        this.machine = means.machine();
        this.traffic = new KeyTraffic(
                machine, means.api(), () -> Accounts.password(means.setup().identity()));
        this.parser = new IncomingParser(means.world().clock(), means.setup().maxAge());
        this.uses = new UseCounter(means.api(), machine, means.world().clock());
        this.skipped = new Skipped(means.world().figures(), means.world().clock());
        this.loop = loop();
        this.backups = new Backups(
                machine,
                traffic,
                means.api(),
                loop::release,
                means.world().clock(),
                means.world().pause(),
                means.world().random());
        this.rooms = syncedRooms();
        this.queue = queue();
        this.history = new RoomHistory(
                means.api(), machine, traffic::flush, parser, means.world().clock(), skipped);
        this.media = new HomeserverMedia(means.api());
        this.attachments =
                new RoomFiles(media, rooms, new EncryptedFiles(means.world().random()));
        AccountDataStore synced = new AccountDataStore(user());
        this.accountData = new SyncedAccountData(
                user(), means.api(), type -> means.database().read(tx -> synced.text(tx, type)));
        this.directChats = new ListedDirectChats(
                user(), accountData, rooms, means.database(), means.world().pause());
        this.health = new HealthReport(machine, loop.health(), queue::stopped);
        this.figures = new Figures.Account(() -> loop.health().silence(), queue::waiting);
        this.verifier = verifierOf();
        this.listener = verifier.before(means.setup().listener().apply(this));
    }

    private SyncedRooms syncedRooms() {
        AccountWorld world = means.world();
        RelatedEvents related = new RelatedEvents(means.api().rooms(), machine, parser, world.clock(), skipped);
        return new SyncedRooms(user(), means.database(), means.api(), loop.committed(), related);
    }

    private SyncLoop loop() {
        AccountWorld world = means.world();
        return new SyncLoop(new SyncLoop.Parts(
                user(),
                means.api(),
                means.database(),
                machine,
                means.vault(),
                traffic::flush,
                this::afterSync,
                (tx, room) -> queue.left(tx, room),
                new Outgoing(),
                (event, ack) -> listener.on(event, ack),
                parser,
                world.figures(),
                skipped,
                means.setup().invites(),
                (inviter, room) -> directChats.add(inviter, room),
                why -> ended(),
                world.clock(),
                world.pause(),
                world.random(),
                means.setup().pace()));
    }

    private AttendedVerifier verifierOf() {
        AccountWorld world = means.world();
        return new AttendedVerifier(new AttendedVerifier.Parts(
                machine,
                traffic::flush,
                queue,
                rooms,
                directChats,
                world.clock(),
                world.pause(),
                means.setup().nobodyLooks()));
    }

    private SendQueue queue() {
        AccountWorld world = means.world();
        SendSetup setup = new SendSetup(
                means.database(),
                means.vault(),
                machine,
                new RoomKeys(machine, traffic, world.clock(), world.pause(), backups::wake),
                new RoomPolicies(rooms, means.setup().shareWith()),
                rooms,
                loop::fresh,
                means.api(),
                world.figures(),
                world.clock(),
                world.pause(),
                world.random(),
                means.setup().turns());
        return new SendQueue(setup, means.setup().identity().exempt());
    }

    @Override
    public boolean showAs(String displayName) {
        return show("displayname", displayName);
    }

    @Override
    public boolean showAvatar(MxcUri picture) {
        return show("avatar_url", picture.toString());
    }

    private boolean show(String field, String wanted) {
        Optional<String> shown = means.api().profile(user()).flatMap(profile -> Json.string(profile, field));
        boolean differs = !shown.equals(Optional.of(wanted));
        if (differs) {
            means.api().putProfile(user(), field, wanted);
        }
        return differs;
    }

    @Override
    public void start() {
        means.world().figures().opened(figures);
        new StartChecks(means.api(), machine, uses).run();
        loop.start();
        try {
            if (!loop.committed().await(() -> loop.health().settled(), FIRST_SYNC)) {
                throw new HttpFailure(
                        HttpFailure.Kind.TIMEOUT,
                        "the first sync of " + user() + " did not come to an end: "
                                + loop.health().lastFailure(),
                        null);
            }
            loop.health().stopped().ifPresent(why -> {
                throw new AccountRefused("The account " + user() + " is stopped: " + why + ".");
            });
            sign();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop while starting", e);
        }
        oldDevices().remove();
        queue.start();
        loop.deliver();
        backups.start();
        directChats.start();
    }

    private CrossSigningStatus sign() throws InterruptedException {
        CrossSigningStatus status = new Signing(machine, traffic, means.world().pause()).bootstrap();
        health.refresh();
        return status;
    }

    /** Sync is over for good: nothing else goes on. */
    private void ended() {
        queue.close();
        backups.close();
        directChats.close();
    }

    /** What goes to the homeserver before it is asked for news again. */
    private final class Outgoing implements Outbox {
        @Override
        public void awaitEmpty(Duration limit) throws InterruptedException {
            queue.awaitEmpty(limit);
        }

        @Override
        public void awaitRooms(Duration limit) throws InterruptedException {
            rooms.awaitMade(limit);
        }
    }

    /** After each answer of sync. */
    private void afterSync() throws InterruptedException {
        try {
            verifier.tend();
        } finally { // a homeserver that answers no key request must not keep the rest from running
            health.refresh();
            backups.wake();
            uses.goOn()
                    .ifPresent(there -> loop.stop("another process used a copy of this store (it counts " + there
                            + " uses): stop the other one, then run \"lotus account reset-device\""));
        }
    }

    private OldDevices oldDevices() {
        return new OldDevices(
                means.database(),
                new AccountStore(user(), means.vault()),
                means.api(),
                Accounts.password(means.setup().identity()));
    }

    /** Another process has the account now. */
    void lost() {
        loop.stop("another process has taken this account over");
    }

    @Override
    public void hold() throws InterruptedException {
        loop.hold(HELD);
    }

    /** Sync and sending end beside one another, then the machine, then the lease. */
    @Override
    public void close() {
        Thread sending = Thread.ofVirtual().name("close " + user()).start(queue::close);
        try {
            loop.close(LAST_WORK);
            sending.join(LAST_WORK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            means.world().figures().closed(figures);
            backups.close();
            directChats.close();
            machine.close();
            means.tenure().ifPresent(Tenure::close);
        }
    }

    @Override
    public UserId user() {
        return machine.user();
    }

    @Override
    public DeviceId device() {
        return machine.device();
    }

    @Override
    public Rooms rooms() {
        return rooms;
    }

    @Override
    public RoomSender sender() {
        return queue;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public Media media() {
        return media;
    }

    @Override
    public Attachments attachments() {
        return attachments;
    }

    @Override
    public AccountData accountData() {
        return accountData;
    }

    @Override
    public DirectChats directChats() {
        return directChats;
    }

    @Override
    public Recovery recovery() {
        OwnRecovery.Requests requests = new OwnRecovery.Requests(traffic::flush, this::sign, backups::wake);
        return new OwnRecovery(
                machine, means.api(), requests, loop::release, means.world().random());
    }

    @Override
    public Verifier verifier() {
        return verifier;
    }

    @Override
    public Database database() {
        return means.database();
    }

    @Override
    public AccountHealth health() {
        return health.now();
    }

    @Override
    public CryptoReport encryption() {
        return machine.step(Step::report);
    }
}
