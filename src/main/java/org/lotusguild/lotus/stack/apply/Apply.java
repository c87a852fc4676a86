package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.tool.Tool;

/** Puts a rendered host onto this one: checks, backs up, writes, tells the services. */
public final class Apply {
    private static final String STATE = "/var/lib/lotus";

    private final HostTree tree;
    private final List<Judge> judges;
    private final InstantSource clock;
    private final Function<List<String>, Tool.Outcome> services;

    public Apply(HostTree tree, InstantSource clock) {
        this(
                tree,
                Judge.ALL,
                clock,
                command -> Tool.of(command.toArray(String[]::new)).run());
    }

    Apply(HostTree tree, List<Judge> judges, InstantSource clock, Function<List<String>, Tool.Outcome> services) {
        this.tree = tree;
        this.judges = judges;
        this.clock = clock;
        this.services = services;
    }

    /**
     * How it went.
     *
     * @param done what was done or found, a sentence each
     * @param open what a person still has to do, a command each with its reason
     */
    public record Report(List<String> done, List<String> open) {}

    /**
     * What a person chose.
     *
     * @param takeMine whether files that were changed by hand are written over
     * @param restart whether services may be restarted
     */
    public record Choice(boolean takeMine, boolean restart) {}

    public List<Difference> differences(List<Wanted> files) {
        return new Differences(tree, applied()).of(files);
    }

    private Applied applied() {
        return new Applied(tree.at(STATE));
    }

    /**
     * Applies the differences, all or none of them.
     *
     * @throws StackTrouble if a file was changed by hand, a program refuses its files, or they cannot be written; the host is as
     *     it was then
     */
    public Report apply(List<Difference> differences, Choice choice) {
        refuseHandwork(differences, choice);
        Report report = new Report(new ArrayList<>(), new ArrayList<>());
        Path backup = tree.at(STATE).resolve("before").resolve(name());
        try {
            check(differences, report);
            Installer installer = new Installer(tree);
            installer.backUp(differences, backup);
            installer.install(differences);
            applied().keep(differences.stream().map(Difference::wanted).toList());
        } catch (IOException e) {
            throw new StackTrouble(
                    "the files could not be written: " + e,
                    "Run this as root, with room on the disk. What was there is in " + backup + ".",
                    e);
        }
        report.done().add(differences.size() + " files written; what was there is in " + backup);
        effects(differences, choice, report);
        return report;
    }

    /** Sorts by time: {@code 2026-11-25T03-30-00Z}. */
    private String name() {
        return clock.instant().toString().replace(':', '-');
    }

    private static void refuseHandwork(List<Difference> differences, Choice choice) {
        List<String> byHand = differences.stream()
                .filter(Difference::byHand)
                .map(Difference::path)
                .toList();
        if (!byHand.isEmpty() && !choice.takeMine()) {
            throw new StackTrouble(
                    "changed by hand since the last apply: " + String.join(", ", byHand),
                    "Bring the change into lotus.yaml, or write over it with --take-mine.");
        }
    }

    private void check(List<Difference> differences, Report report) throws IOException {
        Stage stage = new Stage(tree, tree.at(STATE).resolve("staged-" + name()));
        try {
            List<Wanted> files = differences.stream().map(Difference::wanted).toList();
            for (Verdict verdict : stage.judged(judges, files)) {
                switch (verdict) {
                    case Verdict.Accepted accepted -> report.done().add(accepted.program() + " accepts its files");
                    case Verdict.Absent absent ->
                        report.open().add(absent.program() + " is not on this host: nobody looked at its files");
                    case Verdict.Refused refused ->
                        throw new StackTrouble(
                                refused.program() + " refuses its files: " + refused.words(),
                                "Nothing was changed. Correct lotus.yaml or the files beside ours, then render again.");
                }
            }
        } finally {
            stage.clear();
        }
    }

    private void effects(List<Difference> differences, Choice choice, Report report) {
        for (Effects.Effect effect : Effects.of(differences)) {
            if (!tree.real() || effect.interrupts() && !choice.restart()) {
                report.open().add(effect.words() + "   (" + effect.why() + ")");
                continue;
            }
            Tool.Outcome outcome = services.apply(effect.command());
            if (outcome.ok()) {
                report.done().add(effect.words());
            } else {
                report.open().add(effect.words() + "   (failed: " + outcome.words() + ")");
            }
        }
    }
}
