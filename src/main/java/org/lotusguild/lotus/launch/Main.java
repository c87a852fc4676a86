package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The way in: words of the command line → one command → an exit code. */
@Command(
        name = "lotus",
        description = "Runs a Matrix guild: one program, one file, one command.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nTo begin:%n",
        footer = {
            "  lotus up                     a whole trial guild in ./guild, with its own homeserver",
            "  lotus say general '!ping'    talk to the bot as the guest",
            "  lotus chat general           read and write there",
            "  lotus init                   for a homeserver that you have already",
            "  lotus test                   everything that CI runs (from a checkout)",
            "",
            "Exit codes: 0 done, 1 failed or not ready, 2 the command line or lotus.yaml is wrong,",
            "3 the machine lacks something (Java, Python, network, disk, a free port)."
        })
public final class Main implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            UpCommand.class,
            StopCommand.class,
            StatusCommand.class,
            SayCommand.class,
            ChatCommand.class,
            UserCommand.class,
            AccountCommand.class,
            HookCommand.class,
            InitCommand.class,
            CheckCommand.class,
            AuditCommand.class,
            ConfigCommand.class,
            RenderCommand.class,
            DiffCommand.class,
            ApplyCommand.class,
            SecretsCommand.class,
            PortsCommand.class,
            BackupCommand.class,
            CertsCommand.class,
            UpgradeCommand.class,
            DoctorCommand.class,
            VersionCommand.class);

    private final Console console;

    @CommandLine.Mixin
    HelpOption help = new HelpOption();

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
        CommandLine line = line(new Main(console), args);
        line.setExecutionExceptionHandler((e, failed, parsed) -> new Refusals(console).told(e));
        line.setOut(console.outWriter());
        line.setErr(console.errWriter());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(args);
    }

    /**
     * With the command that is asked for alone, where one is: picocli reads every command by reflection, and to read all took a
     * third of the start. Help and mistakes get all of them.
     */
    private static CommandLine line(Main main, String... args) {
        CommandLine line = new CommandLine(main, new Commands(main.console));
        Optional<Class<?>> asked = args.length == 0
                ? Optional.empty()
                : COMMANDS.stream().filter(type -> name(type).equals(args[0])).findFirst();
        if (asked.isPresent()) {
            return line.addSubcommand(asked.get());
        }
        COMMANDS.forEach(line::addSubcommand);
        return line.addSubcommand(CommandLine.HelpCommand.class);
    }

    /** The class of a command is called by the command's name: {@code UpCommand} is {@code up}. */
    private static String name(Class<?> command) {
        return command.getSimpleName().replace("Command", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public void run() {
        if (version) {
            new VersionCommand(console).call();
            return;
        }
        console.line(line(this).getUsageMessage().stripTrailing());
    }
}
