package org.lotusguild.lotus.launch;

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
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
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
import org.lotusguild.lotus.webhooks.sender.Opener;
import org.lotusguild.lotus.webhooks.sender.Profiles;
import org.lotusguild.lotus.webhooks.sender.Senders;
import org.lotusguild.lotus.webhooks.transform.Scripts;
import org.lotusguild.lotus.webhooks.transform.TransformFigures;
import tools.jackson.databind.node.ObjectNode;

/** Puts the courier of the webhook bridge over the bot's account and the accounts of the service users. */
final class CourierWiring {
    private final World world;
    private final LotusConfig config;
    private final WebhooksConfig webhooks;
    private final Database db;
    private final Accounts accounts;

    CourierWiring(World world, LotusConfig config, WebhooksConfig webhooks, Database db, Accounts accounts) {
        this.world = world;
        this.config = config;
        this.webhooks = webhooks;
        this.db = db;
        this.accounts = accounts;
    }

    /**
     * @param rooms of the guild, by key
     * @throws IllegalArgumentException if a picture or the admins' room of the file is none
     */
    Courier courier(WebhooksWiring.Ground ground, MatrixAccount bot, Map<String, RoomId> rooms, GuardedHttp strangers) {
        CourierFigures figures = new CourierFigures(world.metrics());
        RoomBook book = new RoomBook(rooms, bot.rooms()::resolve, world.clock());
        Pictures pictures = new Pictures(new PictureFetch(strangers), db, world.clock());
        Profiles profiles = new Profiles(webhooks.senders(), pictures, world.metrics());
        Senders.Means senders = new Senders.Means(bot, own(), webhooks.userPrefix(), profiles, world.clock());
        Optional<RoomId> admins = admins(book);
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
                new Rules(night(), webhooks.people(), webhooks.history().keep()),
                figures,
                ground.waiting(),
                world.clock(),
                world.pause(),
                world.random()));
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

    private MatrixAccount opened(UserId user) throws InterruptedException {
        HomeserverConfig homeserver = config.homeserver();
        Identity identity = Registration.identity(homeserver, user.localpart());
        AccountSetup usual = AccountSetup.of(homeserver.url(), identity, opened -> (event, ack) -> {});
        MatrixAccount account = accounts.open(
                usual.pace(Pace.WRITING).shareWith(config.encryption().shareWith()));
        try {
            account.start();
            return account;
        } catch (RuntimeException e) {
            account.close();
            throw e;
        }
    }
}
