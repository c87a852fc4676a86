package org.lotusguild.lotus.launch;

import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.matrix.account.DeviceReset;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.store.Databases;
import org.lotusguild.lotus.store.StoreSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "reset-device",
        description = {
            "Gives the bot's account a new device with the same identity, after its database was restored from a copy",
            "or its device was lost. Lotus must be stopped; the next start publishes the device and removes the old one."
        },
        footerHeading = "%nExamples:%n",
        footer = "  lotus account reset-device")
final class ResetDeviceCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    ResetDeviceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        World world = World.real();
        Home home = at.home();
        LotusConfig config = home.config();
        if (Control.of(home).status().isPresent()) {
            throw Failure.of("Lotus runs on " + home.folder(), "Stop it first: lotus stop --home " + home.folder());
        }
        DeviceReset.Done done = reset(world, home, config);
        console.line("The bot has the new device " + done.next() + " instead of " + done.old()
                + ", under the same identity.");
        if (done.unsent() + done.unread() > 0) {
            console.line("Dropped, since it may have been done before the database was copied: " + done.unsent()
                    + " unsent messages, " + done.unread() + " unread events.");
        }
        console.line("Go on with: lotus up --home " + home.folder());
        return ExitCode.OK;
    }

    private static DeviceReset.Done reset(World world, Home home, LotusConfig config) {
        BotConfig bot = config.bot()
                .orElseThrow(() -> Failure.usage(
                        home.configuration() + " has no block bot", "Without a bot there is no account to reset."));
        UserId user =
                Registration.identity(config.homeserver(), bot.localpart()).user();
        StoreSettings settings = new StoreSettings(
                config.store().url(), home.folder(), config.store().password(), Tables.OF_THE_PROGRAM);
        try (Database db = Databases.open(settings, world.clock(), world.random())) {
            return AccountsWiring.reset(world, db, config.encryption().machine())
                    .run(user);
        }
    }
}
