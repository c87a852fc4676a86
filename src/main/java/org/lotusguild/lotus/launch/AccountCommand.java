package org.lotusguild.lotus.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "account",
        description = "The bot's account and its encryption.",
        subcommands = {
            AccountCommand.StatusOf.class,
            SetupEncryptionCommand.class,
            RestoreCommand.class,
            KeyBackupCommand.class,
            ExportKeysCommand.class,
            ImportKeysCommand.class,
            VerifyCommand.class,
            ResetDeviceCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class AccountCommand {
    @Mixin
    HelpOption help = new HelpOption();

    private AccountCommand() {}

    @Command(
            name = "status",
            description = "Device, fingerprint, cross-signing, backup, health.",
            footerHeading = "%nExamples:%n",
            footer = "  lotus account status")
    static final class StatusOf implements Callable<Integer> {
        private final Console console;

        @Mixin
        HomeOption at = new HomeOption();

        StatusOf(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            Status status = Control.of(at.home()).running();
            Status.Bot bot = status.bot();
            if (bot == null) {
                throw Failure.of("the bot's account is not open yet", "Look again in a moment: lotus status");
            }
            console.line("user         " + bot.userId());
            console.line("device       " + bot.deviceId());
            console.line("fingerprint  " + grouped(bot.fingerprint()));
            console.line("identity     " + (bot.crossSigned() ? "cross-signed" : "not cross-signed"));
            console.line("backup       " + bot.backup().text());
            Status.Part part = status.parts().get("bot");
            if (part != null) {
                console.line("state        " + part.state().name().toLowerCase(java.util.Locale.ROOT)
                        + (part.detail().isEmpty() ? "" : ": " + part.detail()));
            }
            return bot.crossSigned() ? ExitCode.OK : ExitCode.FAILED;
        }

        private static String grouped(String fingerprint) {
            return fingerprint.replaceAll("(.{4})(?=.)", "$1 ");
        }
    }
}
