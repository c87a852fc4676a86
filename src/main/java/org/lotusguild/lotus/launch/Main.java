package org.lotusguild.lotus.launch;

import java.util.List;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.Problem;
import org.lotusguild.lotus.crypto.seal.SealBroken;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.account.AccountRefused;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.stack.trial.TrialException;
import org.lotusguild.lotus.store.StoreException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The way in: words of the command line → one command → an exit code. */
@Command(
        name = "lotus",
        description = "Runs a Matrix guild: one program, one file, one command.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            StopCommand.class,
            StatusCommand.class,
            SayCommand.class,
            UserCommand.class,
            AccountCommand.class,
            InitCommand.class,
            CheckCommand.class,
            ConfigCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nTo begin:%n",
        footer = {
            "  lotus up                     a whole trial guild in ./guild, with its own homeserver",
            "  lotus say general '!ping'    talk to the bot as the guest",
            "  lotus init                   for a homeserver that you have already",
            "  lotus test                   everything that CI runs (from a checkout)",
            "",
            "Exit codes: 0 done, 1 failed or not ready, 2 the command line or lotus.yaml is wrong,",
            "3 the machine lacks something (Java, Python, network, disk, a free port)."
        })
public final class Main implements Runnable {
    private final Console console;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @CommandLine.Option(
            names = {"-V", "--version"},
            description = "Show the version.")
    boolean version;

    private Main(Console console) {
        this.console = console;
    }

    public static void main(String[] args) {
        System.exit(run(args, Console.ofProcess()));
    }

    static int run(String[] args, Console console) {
        CommandLine line = new CommandLine(new Main(console), new Commands(console));
        line.setExecutionExceptionHandler((e, failed, parsed) -> refused(e, console, parsed));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(args);
    }

    @Override
    public void run() {
        console.line(
                new CommandLine(this, new Commands(console)).getUsageMessage().stripTrailing());
    }

    private static int refused(Exception e, Console console, ParseResult parsed) {
        return switch (e) {
            case ConfigException wrong -> {
                problems(wrong.problems(), console);
                yield ExitCode.USAGE;
            }
            case TrialException lack -> {
                console.error(lack.getMessage() + ".");
                console.hint(lack.remedy() + ".");
                yield ExitCode.MACHINE;
            }
            case Failure failure -> {
                console.error(String.valueOf(failure.getMessage()));
                failure.remedy().ifPresent(console::hint);
                yield failure.exitCode();
            }
            case AccountRefused refused -> {
                console.error(String.valueOf(refused.getMessage()));
                yield ExitCode.FAILED;
            }
            case SealBroken wrong -> {
                console.error(String.valueOf(wrong.getMessage()));
                console.hint("Put the key back that this home was made with (encryption.key in lotus.yaml).");
                yield ExitCode.FAILED;
            }
            case StoreException store -> {
                console.error("the database: " + store.getMessage());
                yield store.kind() == StoreException.Kind.FULL ? ExitCode.MACHINE : ExitCode.FAILED;
            }
            case HttpFailure net -> {
                console.error("the homeserver does not answer: " + net.getMessage());
                yield ExitCode.FAILED;
            }
            case MatrixException answer -> {
                console.error("the homeserver refused: " + answer.getMessage());
                yield ExitCode.FAILED;
            }
            default -> {
                console.error("something broke: " + e);
                console.hint("This is a defect. The log in the home's folder logs/ tells more.");
                LoggerFactory.getLogger(Main.class).atError().setCause(e).log("the command broke");
                yield ExitCode.FAILED;
            }
        };
    }

    private static void problems(List<Problem> problems, Console console) {
        problems.forEach(problem -> console.error(problem.toString()));
    }
}
