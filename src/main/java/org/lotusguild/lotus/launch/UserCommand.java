package org.lotusguild.lotus.launch;

import java.util.concurrent.Callable;
import org.lotusguild.lotus.base.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "user",
        description = "Accounts on the trial's homeserver.",
        subcommands = UserCommand.Add.class,
        synopsisSubcommandLabel = "add")
final class UserCommand {
    @Mixin
    HelpOption help = new HelpOption();

    private UserCommand() {}

    @Command(
            name = "add",
            description =
                    "Makes an account and invites it to the guild. The password is printed once and kept in a file.",
            footerHeading = "%nExamples:%n",
            footer = {"  lotus user add alice", "  lotus user add carol --admin"})
    static final class Add implements Callable<Integer> {
        private final Console console;

        @Mixin
        HomeOption at = new HomeOption();

        @Parameters(paramLabel = "NAME", description = "The part of the user id before the colon.")
        String name = "";

        @Option(names = "--admin", description = "An administrator of the homeserver.")
        boolean admin;

        Add(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            ObjectNode wish = Json.object();
            wish.put("name", name);
            wish.put("admin", admin);
            ObjectNode made = Control.of(at.home()).post("users", wish);
            console.line("Made " + Json.string(made, "user_id").orElse(name) + ".");
            console.line("  password  " + Json.string(made, "password").orElse(""));
            console.line("  kept in   " + Json.string(made, "password_file").orElse(""));
            return ExitCode.OK;
        }
    }
}
