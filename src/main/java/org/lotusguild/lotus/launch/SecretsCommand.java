package org.lotusguild.lotus.launch;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.secrets.SecretFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "secrets",
        description = "The secrets of the servers, one a file in secrets/ beside lotus.yaml.",
        subcommands = {
            SecretsCommand.Init.class,
            SecretsCommand.Show.class,
            SecretsCommand.Rotate.class,
            SecretsCommand.Check.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class SecretsCommand {
    @Mixin
    HelpOption help = new HelpOption();

    private SecretsCommand() {}

    private abstract static class Verb implements Callable<Integer> {
        final Console console;

        @Mixin
        HomeOption at = new HomeOption();

        Verb(Console console) {
            this.console = console;
        }

        /** Without {@code lotus.yaml}, which may name secrets that are still to be made. */
        final SecretFolder folder() {
            return new SecretFolder(at.home().secrets(), Optional.empty(), new SecureRandom());
        }

        static SecretName named(String name) {
            return SecretName.of(name)
                    .orElseThrow(() -> Failure.usage(
                            "there is no secret " + name,
                            "Known: "
                                    + Arrays.stream(SecretName.values())
                                            .map(SecretName::toString)
                                            .collect(Collectors.joining(", "))
                                    + "."));
        }
    }

    @Command(
            name = "init",
            description = "Makes the secrets that are missing; those that are there stay.",
            footerHeading = "%nExamples:%n",
            footer = "  lotus secrets init")
    static final class Init extends Verb {
        Init(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            List<SecretName> made = folder().init();
            console.line(
                    made.isEmpty()
                            ? "Nothing was missing."
                            : made.size() + " secrets made in " + at.home().secrets() + ".");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "show",
            description = "Prints a secret, for a program that asks for it once.",
            footerHeading = "%nExamples:%n",
            footer = "  lotus secrets show db-synapse")
    static final class Show extends Verb {
        @Parameters(paramLabel = "NAME", description = "Which one.")
        String name = "";

        Show(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            console.line(folder().value(named(name)).value());
            return ExitCode.OK;
        }
    }

    @Command(
            name = "rotate",
            description = "Makes a secret anew, and says what that breaks.",
            footerHeading = "%nExamples:%n",
            footer = {"  lotus secrets rotate macaroon", "  lotus secrets rotate turn --settle"})
    static final class Rotate extends Verb {
        @Parameters(paramLabel = "NAME", description = "Which one.")
        String name = "";

        @Option(
                names = "--settle",
                description = "Of turn: make none, but forget the old one, once coturn and Synapse have the new one.")
        boolean settle;

        Rotate(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            SecretName secret = named(name);
            if (settle) {
                if (secret != SecretName.TURN) {
                    throw Failure.usage("only turn has an old one that counts", "Leave --settle out.");
                }
                console.line(
                        folder().settle()
                                ? "The old one is forgotten; render and apply again."
                                : "There is no old one.");
                return ExitCode.OK;
            }
            folder().rotate(secret);
            console.line("There is a new " + secret + ". It counts once it is rendered and applied.");
            console.warning(secret.breaks() + ".");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "check",
            description = "Whether all secrets are there, closed to others, and not in git. Exit code 1 if not.",
            footerHeading = "%nExamples:%n",
            footer = "  lotus secrets check")
    static final class Check extends Verb {
        Check(Console console) {
            super(console);
        }

        @Override
        public Integer call() {
            List<String> problems = new ArrayList<>(folder().problems());
            folder().strangers().ifPresent(problems::add);
            problems.forEach(console::error);
            if (problems.isEmpty()) {
                console.line("The secrets in " + at.home().secrets() + " are in order.");
            }
            return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
