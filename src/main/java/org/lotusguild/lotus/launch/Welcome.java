package org.lotusguild.lotus.launch;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.lotusguild.lotus.stack.trial.TrialGuild;

/** What {@code up} prints when everything runs. */
final class Welcome {
    private static final String ALERT =
            "{\"status\":\"firing\",\"groupKey\":\"trial\",\"groupLabels\":{},\"alerts\":[{\"status\":\"firing\","
                    + "\"labels\":{\"alertname\":\"DiskAlmostFull\",\"severity\":\"critical\",\"instance\":\"nas.example.org:9100\"},"
                    + "\"annotations\":{\"summary\":\"/tank is 97% full on nas\",\"description\":\"Only 3.2% free.\"}}]}";

    private final Console console;

    Welcome(Console console) {
        this.console = console;
    }

    /** @param hook the address of a hook by its name */
    void print(Status status, Optional<TrialGuild> trial, Function<String, Optional<URI>> hook) {
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
        if (trial.isPresent()) {
            hook.apply("spam").ifPresent(this::alert);
            hook.apply("commands").ifPresent(to -> console.line("  The same into the encrypted Commands room: " + to));
        }
    }

    private void alert(URI hook) {
        console.line("  An alert as Grafana sends it, into Spam and Stuff:");
        console.line("  curl -H 'Content-Type: application/json' -d '" + ALERT + "' " + hook);
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
