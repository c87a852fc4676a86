package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.HomeserverConfig;
import org.lotusguild.lotus.stack.trial.OwnHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = {
            "Writes lotus.yaml for a homeserver that you have. Asks for what the options do not say.",
            "With --adopt it reads the files of all your servers, and writes the block stack: that stands for them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotus init --url https://matrix.example.org --server-name example.org --own",
            "  lotus init --url https://matrix.example.org --server-name example.org \\",
            "      --user @lotus:example.org --password-file /run/secrets/lotus",
            "  lotus init --adopt /etc --facts facts.yaml"
        })
final class InitCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Option(names = "--url", paramLabel = "URL", description = "Where the homeserver's client API answers.")
    Optional<String> url = Optional.empty();

    @Option(names = "--server-name", paramLabel = "NAME", description = "What stands behind the colon of user ids.")
    Optional<String> serverName = Optional.empty();

    @Option(
            names = "--own",
            description = "The homeserver is yours: writes registration.yaml, and the bot needs no password.")
    boolean own;

    @Option(names = "--user", paramLabel = "ID", description = "The bot's account on a homeserver of others.")
    Optional<String> user = Optional.empty();

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds that account's password.")
    Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--adopt",
            paramLabel = "DIR",
            description = "The files of an installation that is there, or a copy of them.")
    Optional<Path> adopt = Optional.empty();

    @Option(
            names = "--facts",
            paramLabel = "FILE",
            description = "With --adopt: what files cannot tell, as for lotus audit (default: facts.yaml in DIR).")
    Optional<Path> facts = Optional.empty();

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Home home = at.home();
        if (home.configured()) {
            throw Failure.of(
                    home.configuration() + " is there already", "Edit it, then lotus check; or choose another --home.");
        }
        if (adopt.isPresent()) {
            new AdoptDesk(console, Clock.systemUTC()).adopt(home, adopt.get(), facts);
            return ExitCode.OK;
        }
        URI address = address(url.orElseGet(() -> asked("Homeserver URL", "--url")));
        String name = serverName.orElseGet(() -> asked("Server name (behind the colon of user ids)", "--server-name"));
        checked(address, name);
        OwnHome files = new OwnHome(home.folder(), new SecureRandom());
        if (own || user.isEmpty() && yes("Is the homeserver yours, so that you can add a registration file?")) {
            files.ofAppservice(address, name);
            console.line("Wrote " + home.configuration() + " and registration.yaml.");
            console.line("Name the registration in Synapse's homeserver.yaml, restart it, then run lotus up:");
            console.line("  app_service_config_files: [\"" + home.folder().resolve("registration.yaml") + "\"]");
            console.line("The bot is @lotus:" + name + "; the sender lotus-service of the file does nothing.");
        } else {
            UserId account = userId(user.orElseGet(() -> asked("The bot's user id", "--user")), name);
            files.ofLogin(address, name, account, password());
            console.line("Wrote " + home.configuration() + ". Now run lotus up.");
        }
        home.config();
        return ExitCode.OK;
    }

    /** Before anything is written. */
    private static void checked(URI address, String name) {
        try {
            var unused =
                    new HomeserverConfig(address, name, Optional.of(Path.of("registration.yaml")), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw Failure.usage(
                    String.valueOf(e.getMessage()),
                    "For example --url https://matrix.example.org --server-name example.org");
        }
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw Failure.usage("\"" + text + "\" is no address", "Write it like https://matrix.example.org");
        }
        throw Failure.usage("\"" + text + "\" is no address", "Write it like https://matrix.example.org");
    }

    private static UserId userId(String text, String serverName) {
        try {
            UserId account = UserId.parse(text);
            if (account.server().equals(serverName)) {
                return account;
            }
            throw Failure.usage(account + " is not of the server " + serverName, "Correct --user or --server-name.");
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "Write it like @lotus:example.org");
        }
    }

    private String password() {
        String password = passwordFile.isPresent() ? read(passwordFile.get()) : typedPassword();
        if (password.isEmpty()) {
            throw Failure.usage("the password is empty", "Type it, or name a file that holds it with --password-file.");
        }
        return password;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw Failure.ofFile(file, e);
        }
    }

    private static String typedPassword() {
        char[] typed = terminal("--password-file").readPassword("Its password (not shown): ");
        return typed == null ? "" : new String(typed);
    }

    private String asked(String question, String option) {
        String answer = terminal(option).readLine(question + ": ");
        if (answer == null || answer.isBlank()) {
            throw Failure.usage("no answer to \"" + question + "\"", "Give it with " + option + ".");
        }
        return answer.strip();
    }

    private boolean yes(String question) {
        String answer = terminal("--own or --user").readLine(question + " [Y/n] ");
        return answer != null
                && !answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("n");
    }

    private static java.io.Console terminal(String option) {
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            throw Failure.usage("nobody to ask: this is no terminal", "Give " + option + ".");
        }
        return terminal;
    }
}
