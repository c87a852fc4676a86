package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.http.AddressGuard;
import org.lotusguild.lotus.http.GuardedHttp;
import org.lotusguild.lotus.matrix.HomeserverConfig;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.account.AccountSetup;
import org.lotusguild.lotus.matrix.account.Accounts;
import org.lotusguild.lotus.matrix.account.Identity;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.send.Turns;
import org.lotusguild.lotus.matrix.sync.Pace;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.calm.Night;
import org.lotusguild.lotus.webhooks.courier.Courier;
import org.lotusguild.lotus.webhooks.courier.CourierFigures;
import org.lotusguild.lotus.webhooks.courier.Faces;
import org.lotusguild.lotus.webhooks.courier.Means;
import org.lotusguild.lotus.webhooks.courier.RoomBook;
import org.lotusguild.lotus.webhooks.courier.Rules;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.image.PictureFetch;
import org.lotusguild.lotus.webhooks.image.Pictures;
import org.lotusguild.lotus.webhooks.sender.Doorkeeper;
import org.lotusguild.lotus.webhooks.sender.Opener;
import org.lotusguild.lotus.webhooks.sender.Profiles;
import org.lotusguild.lotus.webhooks.sender.Senders;
import org.lotusguild.lotus.webhooks.transform.Scripts;
import org.lotusguild.lotus.webhooks.transform.TransformFigures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the courier of the webhook bridge over the bot's account and the accounts of the service users. */
final class CourierWiring {
    private static final Logger LOG = LoggerFactory.getLogger(CourierWiring.class);
    /** After the prefix of the service users. */
    private static final String VOICE = "lotus";
    /** At once, of all service users. */
    private static final int SENDS = 8;

    private final World world;
    private final LotusConfig config;
    private final WebhooksConfig webhooks;
    private final Database db;
    private final Accounts accounts;
    private final Turns turns = Turns.of(SENDS);

    CourierWiring(World world, LotusConfig config, WebhooksConfig webhooks, Database db, Accounts accounts) {
        this.world = world;
        this.config = config;
        this.webhooks = webhooks;
        this.db = db;
        this.accounts = accounts;
    }

    /**
     * @param bot tells the admins what they should know
     * @param door lets service users into rooms
     * @param rooms of the guild, by key
     * @throws IllegalArgumentException if a picture or the admins' room of the file is none
     */
    Courier courier(
            WebhooksWiring.Ground ground,
            MatrixAccount bot,
            Doorkeeper door,
            Map<String, RoomId> rooms,
            GuardedHttp strangers) {
        RoomBook book = new RoomBook(rooms, bot.rooms()::resolve, world.clock());
        Optional<RoomId> admins = admins(book);
        CourierFigures figures = new CourierFigures(world.metrics());
        Pictures pictures = new Pictures(new PictureFetch(strangers), db, world.clock());
        Profiles profiles = new Profiles(webhooks.senders(), pictures, world.metrics());
        Senders.Means senders = new Senders.Means(bot, door, own(), webhooks.userPrefix(), profiles, world.clock());
        return new Courier(new Means(
                db,
                config.store().url().startsWith("postgresql:"),
                VaultKey.parse(config.encryption().key()).vault("webhooks", world.random()),
                ground.deliveries(),
                ground.hooks(),
                new Faces(
                        new Scripts(
                                ground.sandbox(),
                                webhooks.transforms(),
                                ground.hooks(),
                                line -> admins.ifPresent(room -> tell(bot, room, line)),
                                new TransformFigures(world.metrics()),
                                world.clock(),
                                world.pause()),
                        webhooks.links(),
                        figures),
                book,
                () -> new Senders(senders),
                pictures,
                bot.sender(),
                admins,
                new Rules(
                        night(),
                        webhooks.people(),
                        webhooks.history().keep(),
                        webhooks.history().perHook()),
                figures,
                ground.waiting(),
                world.clock(),
                world.pause(),
                world.random()));
    }

    /**
     * As {@link #courier} where the bot runs in another process.
     *
     * @throws IllegalArgumentException if a picture or the admins' room of the file is none
     */
    Courier bridge(
            WebhooksWiring.Ground ground, MatrixAccount voice, Map<String, RoomId> rooms, GuardedHttp strangers) {
        Doorkeeper door = botsDoor();
        admins(new RoomBook(rooms, voice.rooms()::resolve, world.clock()))
                .filter(room -> !voice.rooms().isJoined(room))
                .ifPresent(room -> enter(voice, door, room));
        return courier(ground, voice, door, rooms, strangers);
    }

    /** Who tells the admins there: a service user, or the login itself. Waits until no other process has the account. */
    MatrixAccount voice() throws InterruptedException {
        MatrixAccount account = opened(UserId.parse(
                "@" + webhooks.userPrefix() + VOICE + ":" + config.homeserver().serverName()));
        try {
            account.showAs(BotWiring.NAME);
            return account;
        } catch (RuntimeException e) {
            account.close();
            throw e;
        }
    }

    private static void enter(MatrixAccount voice, Doorkeeper door, RoomId admins) {
        try {
            door.invite(admins, voice.user());
            voice.rooms().join(admins, List.of(voice.user().server()));
        } catch (MatrixException refusal) {
            if (passing(refusal)) {
                throw refusal;
            }
            LOG.atWarn()
                    .addKeyValue("room", admins)
                    .addKeyValue("account", voice.user())
                    .addKeyValue("errcode", refusal.errcode())
                    .log("the admins' room does not let the bridge in: nobody hears of what could not be delivered");
        }
    }

    /** The bot invites, whatever process it runs in. */
    private Doorkeeper botsDoor() {
        String bot = config.bot().map(BotConfig::localpart).orElse(BotWiring.USUAL_LOCALPART);
        return switch (Registration.identity(config.homeserver(), bot)) {
            case Identity.ServiceUser user -> {
                MatrixApi asBot = MatrixApi.of(
                        world.http(),
                        config.homeserver().url(),
                        new Credentials.DevicelessUser(user.asToken(), user.user()),
                        world.clock(),
                        world.pause(),
                        world.random());
                yield (room, guest) -> invite(asBot, room, guest);
            }
            case Identity.Ordinary _ -> (room, guest) -> {};
        };
    }

    private static void invite(MatrixApi asBot, RoomId room, UserId guest) {
        try {
            asBot.rooms().invite(room, guest);
        } catch (MatrixException refusal) {
            if (passing(refusal)) {
                throw refusal;
            }
            LOG.atDebug()
                    .addKeyValue("room", room)
                    .addKeyValue("errcode", refusal.errcode())
                    .log("the bot could not invite: whether the user gets in without is seen when it joins");
        }
    }

    private static boolean passing(MatrixException refusal) {
        return refusal.limited() || refusal.unwell() || refusal.unknownToken();
    }

    private void tell(MatrixAccount bot, RoomId admins, String line) {
        ObjectNode content = MessageContent.notice(Doc.plain(line));
        db.run(tx -> bot.sender().enqueue(tx, admins, "m.room.message", content, SendOptions.interactive()));
    }

    /** For pictures at addresses that strangers chose. */
    static GuardedHttp strangers() {
        return new GuardedHttp(AddressGuard.ofPublicInternet(), Version.text());
    }

    private Optional<RoomId> admins(RoomBook book) {
        Optional<String> wanted = webhooks.adminRoom().or(() -> config.bot().flatMap(BotConfig::desk));
        return wanted.map(text -> book.room(text)
                .orElseThrow(() -> new IllegalArgumentException("webhooks.admin-room: there is no room " + text)));
    }

    private Optional<Night> night() {
        return webhooks.quietHours().map(hours -> new Night(hours.from(), hours.to(), hours.zone(), hours.below()));
    }

    private Optional<Opener> own() {
        return config.homeserver().registration().map(file -> this::opened);
    }

    /** Started, and only writes; the login where the homeserver is not ours. */
    private MatrixAccount opened(UserId user) throws InterruptedException {
        HomeserverConfig homeserver = config.homeserver();
        Identity identity = Registration.identity(homeserver, user.localpart());
        AccountSetup usual = AccountSetup.of(homeserver.url(), identity, opened -> (event, ack) -> {});
        MatrixAccount account = accounts.open(usual.pace(Pace.WRITING)
                .shareWith(config.encryption().shareWith())
                .turns(turns));
        try {
            account.start();
            return account;
        } catch (RuntimeException e) {
            account.close();
            throw e;
        }
    }
}
