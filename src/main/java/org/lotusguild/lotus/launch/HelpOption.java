package org.lotusguild.lotus.launch;

import picocli.CommandLine.Option;

/** {@code --help}, for every command and every group of commands. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean wanted;
}
