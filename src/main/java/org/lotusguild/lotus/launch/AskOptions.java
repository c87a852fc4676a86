package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.stack.facts.Answers;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.ProgramRun;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.programs.Installed;
import org.lotusguild.lotus.stack.programs.Programs;
import picocli.CommandLine.Option;

/** What an audit asks beyond files, and the answers. */
final class AskOptions {
    @Option(
            names = "--programs",
            description = "Let the installed programs judge their files, too; coturn is started for 2 s on loopback.")
    boolean programs;

    /** The answers, and to what. */
    record Asked(Set<Reads> what, Answers answers) {
        Facts with(Facts facts) {
            return facts.with(what, answers);
        }
    }

    Asked ask(Facts facts) {
        Set<Reads> what = EnumSet.noneOf(Reads.class);
        if (programs) {
            what.add(Reads.PROGRAMS);
        }
        return new Asked(what, new Answers(Optional.empty(), Optional.empty(), runs(facts), List.of()));
    }

    private List<ProgramRun> runs(Facts facts) {
        if (!programs) {
            return List.of();
        }
        try {
            return new Programs(Installed.here(Environment.ofProcess())).run(facts);
        } catch (IOException e) {
            throw Failure.machine("the programs cannot be run: " + e.getMessage(), "Is there room in the folder for temporary files?");
        }
    }
}
