package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Ignore;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.fix.Audited;
import org.lotusguild.lotus.stack.fix.Change;
import org.lotusguild.lotus.stack.fix.FixedFile;
import org.lotusguild.lotus.stack.fix.Fixer;
import org.lotusguild.lotus.stack.fix.Rewriter;
import org.lotusguild.lotus.stack.fix.SecretLines;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.report.Scrubber;

/** {@code lotus audit --fix}. */
final class AuditFix {
    private final Console console;
    private final FixOptions options;
    private final Selection selection;
    private final List<Ignore> ignores;

    AuditFix(Console console, FixOptions options, Selection selection, List<Ignore> ignores) {
        this.console = console;
        this.options = options;
        this.selection = selection;
        this.ignores = ignores;
    }

    /** @param reading of changed texts */
    void run(List<Path> places, List<Origin> origins, Function<List<Origin>, Facts> reading, Instant now) {
        Scrubber scrubber = Scrubber.of(reading.apply(origins));
        SecretLines secret = new SecretLines(scrubber::clean);
        try {
            List<FixedFile> fixed = Fixer.fixes(
                    origins,
                    texts -> {
                        Facts facts = reading.apply(texts);
                        return new Audited(facts, Audit.run(facts, Selection.ALL, ignores, 0));
                    },
                    hit -> selection.wants(hit.check()),
                    secret);
            List<Change> changes = new ArrayList<>();
            for (FixedFile file : fixed) {
                changes.add(Change.of(file, Rewriter.text(Path.of(file.origin().path()))));
            }
            String root = root(places);
            List<String> patch = Change.patch(changes, root, secret);
            if (options.patch.isPresent()) {
                save(options.patch.get(), patch, root);
            } else {
                patch.forEach(console::line);
            }
            if (options.write) {
                write(changes, now);
            }
        } catch (StackTrouble e) {
            throw Failure.usage(String.valueOf(e.getMessage()), e.remedy());
        } catch (IOException e) {
            throw Failure.ofFile(places.getFirst(), e);
        }
    }

    /** The folder to which the names in the patch are relative. */
    private static String root(List<Path> places) {
        Path first = places.getFirst();
        boolean oneFolder = places.size() == 1 && Files.isDirectory(first);
        String whole = first.toAbsolutePath().normalize().toString();
        return oneFolder && !whole.equals("/") ? whole : "";
    }

    private void save(Path file, List<String> patch, String root) throws IOException {
        Files.write(file, patch);
        console.line(
                patch.isEmpty()
                        ? "nothing can be mended without a choice; " + file + " is empty"
                        : file + " is written. Apply it with: patch -p0 -d " + (root.isEmpty() ? "/" : root) + " < "
                                + file);
    }

    private void write(List<Change> changes, Instant now) throws IOException {
        List<Rewriter.Written> written = new Rewriter(now).write(changes);
        console.line("");
        if (written.isEmpty()) {
            console.line("Nothing can be mended without a choice. Nothing was written.");
            return;
        }
        written.forEach(file -> console.line("wrote  " + file.file()));
        written.forEach(file -> console.line("undo   " + file.undo()));
        written.stream()
                .flatMap(file -> file.afterwards().stream())
                .distinct()
                .forEach(command -> console.line("then   " + command));
    }
}
