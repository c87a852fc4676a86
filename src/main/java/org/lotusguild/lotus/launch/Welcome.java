package org.lotusguild.lotus.launch;

import java.util.Optional;
import org.lotusguild.lotus.stack.trial.TrialGuild;

/** What {@code up} prints when everything runs. */
final class Welcome {
    private final Console console;

    Welcome(Console console) {
        this.console = console;
    }

    void print(Status status, Optional<TrialGuild> trial) {
        console.line("");
        console.line(console.strong("Lotus runs.") + " Stop it with Ctrl-C or lotus stop.");
        console.line("");
        row("homeserver", status.homeserver() + "  (" + status.serverName() + ")");
        row("Lotus", String.valueOf(status.http()));
        if (status.bot() != null) {
            row(
                    "bot",
                    status.bot().userId() + ", device " + status.bot().deviceId()
                            + (status.bot().crossSigned() ? ", cross-signed" : ", not cross-signed"));
        }
        trial.ifPresent(guild -> trial(guild, status));
    }

    private void trial(TrialGuild guild, Status status) {
        person("admin", guild.admin(), guild.fresh());
        person("guest", guild.guest(), guild.fresh());
        console.line("");
        console.line("Try next:");
        console.line("  ./lotus say general '!ping'" + home(status) + "   ask the bot as the guest, encrypted");
        console.line("  Log in as the guest with Element or Cinny: homeserver " + guild.url());
        console.line("  ./lotus user add alice" + home(status) + "        make an account for a friend");
    }

    private void person(String name, TrialGuild.Account account, boolean fresh) {
        String password = fresh
                ? "password " + account.password().value() + "  (kept in " + account.passwordFile() + ")"
                : "password in " + account.passwordFile();
        row(name, account.user() + ", " + password);
    }

    private static String home(Status status) {
        boolean usual = status.home()
                .equals(java.nio.file.Path.of("guild")
                        .toAbsolutePath()
                        .normalize()
                        .toString());
        return usual ? "" : " --home " + status.home();
    }

    private void row(String name, String value) {
        console.line("  %-12s %s".formatted(name, value));
    }
}
