package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.Locale;
import org.lotusguild.lotus.stack.adopt.Adoption;
import org.lotusguild.lotus.stack.adopt.Note;

/** What became of an installation's settings, for the one who takes it over. */
final class AdoptionTable {
    private static final String USUAL = "(as usual)";
    private static final int WIDEST = 52;

    private final Console console;

    AdoptionTable(Console console) {
        this.console = console;
    }

    void show(Adoption adoption) {
        section(adoption, Note.Kind.TAKEN, "Taken");
        section(adoption, Note.Kind.KEPT, "Kept as it stands, under extra");
        section(adoption, Note.Kind.LEFT, "Left out");
        section(adoption, Note.Kind.APART, "Stays where it is; Lotus does not write it");
        section(adoption, Note.Kind.ADDED, "Added; look at it");
        if (!adoption.room().isEmpty()) {
            console.line("");
            console.line("To be moved away when the files of Lotus come, where they are not the same: "
                    + String.join(", ", adoption.room()));
        }
    }

    private void section(Adoption adoption, Note.Kind kind, String title) {
        List<Note> notes = adoption.notes().stream()
                .filter(note -> note.kind() == kind && !note.word().endsWith(USUAL))
                .toList();
        if (notes.isEmpty()) {
            return;
        }
        int widest = Math.min(
                WIDEST,
                notes.stream().mapToInt(note -> left(note).length()).max().orElse(0));
        console.line("");
        console.line(console.strong(title));
        for (Note note : notes) {
            String findings = note.findings().isEmpty() ? "" : note.findings() + " ";
            console.line(String.format(
                            Locale.ROOT, "  %-" + Math.max(1, widest) + "s  %s%s", left(note), findings, note.word())
                    .stripTrailing());
        }
    }

    private static String left(Note note) {
        String what = note.what().isEmpty() ? "" : " " + note.what();
        return (note.place() + what).strip();
    }
}
