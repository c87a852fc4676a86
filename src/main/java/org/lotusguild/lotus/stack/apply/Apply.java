package org.lotusguild.lotus.stack.apply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/**
 * Puts a rendered host onto this one: checks, backs up, writes, tells the services. Killed at any moment it leaves each file old
 * or new, and the services with what they had; the next apply goes on from there, and tells a service again what it failed to do.
 */
public final class Apply {
    private final HostTree tree;
    private final Path state;
    private final List<Judge> judges;
    private final InstantSource clock;
    private final Services services;
    private final Disk disk;
    private final Applied applied;
    private final Copies copies;

    public Apply(HostTree tree, InstantSource clock) {
        this(tree, Judge.ALL, clock, Services.of(tree), new Disk());
    }

    Apply(HostTree tree, List<Judge> judges, InstantSource clock, Services services, Disk disk) {
        this.tree = tree;
        this.state = tree.state();
        this.judges = judges;
        this.clock = clock;
        this.services = services;
        this.disk = disk;
        this.applied = new Applied(tree, disk);
        this.copies = new Copies(state.resolve("before"), disk);
    }

    /**
     * How it went.
     *
     * @param done what was done or found, a sentence each
     * @param open what a person still has to do, a command each with its reason
     * @param failed whether a service did not do what it was told, or that could not be noted
     */
    public record Report(List<String> done, List<String> open, boolean failed) {
        public Report {
            done = List.copyOf(done);
            open = List.copyOf(open);
        }
    }

    /**
     * What a person chose.
     *
     * @param takeMine whether files that were changed by hand are written over
     * @param restart whether services may be restarted
     * @param only whose files the differences are of, and whose services may be restarted; empty for all
     */
    public record Choice(boolean takeMine, boolean restart, Optional<Role> only) {}

    public List<Difference> differences(List<Wanted> files) {
        return new Differences(tree, applied).of(files);
    }

    /** What an apply before this one wrote and nobody wants any more; a program may still read it. */
    public List<String> leftOver(List<Wanted> files) {
        Set<String> wanted = files.stream().map(Wanted::path).collect(Collectors.toSet());
        return applied.present(tree).stream()
                .filter(path -> !wanted.contains(path))
                .toList();
    }

    /**
     * Whether an apply before this one, or what it told a service, came to no end, or a service waits to be restarted: there is work
     * even where nothing differs.
     */
    public boolean brokenOff() {
        return applied.brokenOff()
                || Files.exists(staged())
                || !applied.waiting(services).isEmpty();
    }

    /** @throws StackTrouble if services are to be restarted that cannot be spoken to */
    public void require(Choice choice) {
        if (choice.restart() && services.absent().isPresent()) {
            throw new StackTrouble(
                    "--restart: " + services.absent().get(),
                    "Leave it out; what has to be restarted is printed then, and is yours to do.");
        }
    }

    /**
     * Applies the differences, all or none of them, and ends what an apply before this one began.
     *
     * @param files all that are wanted, of whatever role
     * @throws StackTrouble if a file was changed by hand, a program refuses its files, or they cannot be written; the host is as
     *     it was then
     */
    public Report apply(List<Wanted> files, List<Difference> differences, Choice choice) {
        require(choice);
        Telling telling = new Telling(services, applied, tree, disk, restartable(files, choice));
        try (ApplyLock held = ApplyLock.take(state)) {
            Unheard unheard = unheard();
            Installer.sweep(tree, applied.underWay());
            disk.clear(staged());
            refuseHandwork(differences, choice);
            if (!differences.isEmpty()) {
                check(differences, telling);
                unchanged(differences);
                copies.forgetOld();
                write(differences, copies.next(clock.instant()), unheard, telling);
            }
            telling.tell(files, differences.stream().map(Difference::path).toList(), unheard);
        } catch (IOException | UncheckedIOException e) {
            throw unwritten(e);
        }
        return telling.report();
    }

    /** What was begun and came to nothing leaves nothing: the disk may be full. */
    private void write(List<Difference> differences, Path backup, Unheard unheard, Telling telling) throws IOException {
        try {
            Installer installer = new Installer(tree, backup, disk);
            List<String> links = installer.links(differences);
            copies.keep(backup, tree, differences.stream().map(Difference::path).toList());
            applied.begin(differences.stream().map(Difference::wanted).toList(), unheard.files());
            installer.install(differences);
            telling.done(differences.size() + " files written; what was there is in " + backup);
            links.forEach(telling::done);
        } catch (IOException | RuntimeException e) {
            if (e.getSuppressed().length == 0) {
                disk.clear(backup);
                if (unheard.files().isEmpty()) {
                    applied.end(List.of());
                }
            }
            throw e;
        }
    }

    private Unheard unheard() throws IOException {
        return new Unheard(applied.brokenOff() ? applied.settle(tree) : List.of(), applied.waiting(services));
    }

    /** The places of the files whose services may be restarted. */
    private static Set<String> restartable(List<Wanted> files, Choice choice) {
        List<Wanted> chosen = choice.only().map(role -> Only.of(files, role)).orElse(files);
        return choice.restart() ? chosen.stream().map(Wanted::path).collect(Collectors.toSet()) : Set.of();
    }

    /** A person has looked at the differences, and programs have; meanwhile somebody may have been at work. */
    private void unchanged(List<Difference> differences) {
        List<String> changed = differences.stream()
                .filter(difference -> !tree.text(difference.path()).equals(difference.present()))
                .map(Difference::path)
                .toList();
        if (!changed.isEmpty()) {
            throw new StackTrouble(
                    "changed since it was shown: " + String.join(", ", changed), "Nothing was changed. Run it again.");
        }
    }

    private StackTrouble unwritten(Exception e) {
        boolean whole = e.getSuppressed().length == 0;
        return new StackTrouble(
                "the files could not be written: " + e.getMessage() + (whole ? "" : "; some of them are new"),
                whole
                        ? "Nothing was changed. Run this as root, with room on the disk."
                        : "What was there is in the last folder of " + state.resolve("before")
                                + ". Run this again when the disk is well.",
                e);
    }

    private Path staged() {
        return state.resolve("staged");
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

    private void check(List<Difference> differences, Telling telling) throws IOException {
        Stage stage = new Stage(tree, staged(), disk);
        try {
            List<Wanted> files = differences.stream().map(Difference::wanted).toList();
            for (Verdict verdict : stage.judged(judges, files)) {
                switch (verdict) {
                    case Verdict.Accepted accepted -> telling.done(accepted.program() + " accepts its files");
                    case Verdict.Absent absent ->
                        telling.open(absent.program() + " is not on this host: nobody looked at its files");
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
}
