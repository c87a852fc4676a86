package org.lotusguild.lotus.launch;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.config.Size;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.crypto.seal.VaultStore;
import org.lotusguild.lotus.http.server.Limits;
import org.lotusguild.lotus.http.server.Proxies;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.script.Sandbox;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.delivery.DeliveryIds;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.desk.HookDesk;
import org.lotusguild.lotus.webhooks.desk.Rehearsal;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.HookConfig;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.hook.Known;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;
import org.lotusguild.lotus.webhooks.hookshot.HookshotImport;
import org.lotusguild.lotus.webhooks.intake.Intake;
import org.lotusguild.lotus.webhooks.intake.WebhookRoutes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the webhook bridge over the public listener and the database. */
final class WebhooksWiring {
    private static final Logger LOG = LoggerFactory.getLogger(WebhooksWiring.class);

    private final World world;
    private final LotusConfig config;
    private final WebhooksConfig webhooks;

    WebhooksWiring(World world, LotusConfig config, WebhooksConfig webhooks) {
        this.world = world;
        this.config = config;
        this.webhooks = webhooks;
    }

    /** What the bridge needs of the public listener. */
    static Limits limits(LotusConfig config) {
        long most = config.webhooks().stream()
                .flatMap(webhooks -> Stream.concat(
                        Stream.of(webhooks.maxBody()),
                        webhooks.hooks().stream().map(HookConfig::maxBody).flatMap(Optional::stream)))
                .mapToLong(Size::bytes)
                .max()
                .orElse(0);
        return Limits.usual().atLeast(Math.toIntExact(most));
    }

    /** Whose word about the sender's address is taken. */
    static Proxies proxies(LotusConfig config) {
        List<String> trusted = new ArrayList<>(config.http().trustedProxies());
        config.webhooks().ifPresent(webhooks -> trusted.addAll(webhooks.trustedProxies()));
        return Proxies.trusting(trusted);
    }

    /**
     * What all parts of the bridge stand on.
     *
     * @param waiting senders that want to hear of their post, told by the courier
     * @param sandbox costs nothing until a script runs
     */
    record Ground(Hooks hooks, DeliveryStore deliveries, Waiting waiting, Sandbox sandbox) {}

    /** @throws IllegalArgumentException if a script that the file names cannot be read, or is none */
    Ground ground(Database db) {
        VaultKey key = VaultKey.parse(config.encryption().key());
        VaultStore.require(db, key);
        Vault vault = key.vault("webhooks", world.random());
        Hooks hooks = Hooks.open(webhooks, base(), db, vault, world.clock(), world.random());
        Sandbox sandbox = new Sandbox(webhooks.transforms(), world.clock(), world.random());
        Ground ground = new Ground(hooks, new DeliveryStore(vault), new Waiting(), sandbox);
        if (webhooks.transforms().enabled()) {
            ready(hooks, sandbox, rehearsal(ground, sandbox, db));
        }
        return ground;
    }

    private Rehearsal rehearsal(Ground ground, Sandbox sandbox, Database db) {
        return new Rehearsal(
                sandbox,
                webhooks.transforms().enabled(),
                hook -> db.read(tx -> ground.deliveries().past().last(tx, hook)),
                world.clock());
    }

    /** Before the first post is taken. */
    private static void ready(Hooks hooks, Sandbox sandbox, Rehearsal rehearsal) {
        List<Hook> scripted = hooks.all().stream()
                .filter(known -> known.hook().transform().isPresent())
                .filter(known -> known.origin() == Known.Origin.FILE)
                .map(Known::hook)
                .toList();
        for (Hook hook : scripted) {
            switch (rehearsal.of(hook.name(), hook.service(), hook.transform().orElseThrow())) {
                case Rehearsal.Verdict.Good() -> {}
                case Rehearsal.Verdict.Doubtful doubt -> warn(hook, doubt);
                case Rehearsal.Verdict.Refused(String why) -> {
                    sandbox.close();
                    throw new IllegalArgumentException("the script of hook " + hook.name() + ": " + why);
                }
            }
        }
        if (hooks.all().stream().anyMatch(known -> known.hook().transform().isPresent())) {
            sandbox.warmUp();
        }
    }

    /** Not in the engine's words: they may quote what was posted. */
    private static void warn(Hook hook, Rehearsal.Verdict.Doubtful doubt) {
        LOG.atWarn()
                .addKeyValue("hook", hook.name())
                .addKeyValue("tried", doubt.on())
                .addKeyValue("failure", doubt.failure().kind())
                .addKeyValue("line", doubt.failure().line())
                .log("the script of a hook fails; what it says is told by: lotus hook enable NAME --transform");
    }

    /**
     * Opens the way in: from now on posts are taken.
     *
     * @param entrance of the public listener
     */
    Intake intake(Ground ground, Database db, WebhookRoutes entrance) {
        Intake intake = new Intake(
                webhooks,
                new Intake.Ground(
                        ground.hooks(),
                        db,
                        ground.deliveries(),
                        ground.waiting(),
                        world.metrics(),
                        world.clock(),
                        world.random()));
        entrance.open(intake);
        return intake;
    }

    /** What {@code lotus hook} asks. */
    HookDesk desk(Ground ground, Database db) {
        return new HookDesk(
                ground.hooks(),
                db,
                ground.deliveries(),
                new DeliveryIds(world.clock(), world.random()),
                world.clock(),
                webhooks.history().perHook(),
                rehearsal(ground, ground.sandbox(), db));
    }

    /** Takes the hooks of a hookshot over that serves the same homeserver. */
    HookshotImport imports(Ground ground, Database db) {
        MatrixApi homeserver = MatrixApi.of(
                world.http(),
                config.homeserver().url(),
                new Credentials.Nobody(),
                world.clock(),
                world.pause(),
                world.random());
        return new HookshotImport(
                ground.hooks(),
                homeserver,
                config.homeserver().serverName(),
                () -> new Sandbox(webhooks.transforms(), world.clock(), world.random()),
                webhooks.transforms().enabled(),
                world.clock());
    }

    private URI base() {
        return webhooks.publicUrl()
                .or(config.http()::publicUrl)
                .orElseGet(() -> URI.create("http://" + config.http().bind()));
    }
}
