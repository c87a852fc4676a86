package org.lotusguild.lotus.stack.check;

import java.util.Optional;
import org.lotusguild.lotus.stack.facts.Document;

/** Small changes of lines as they are written, so that indentation and comments stay. */
final class Edits {
    private Edits() {}

    /** Another word in the place of the first one that stands behind the key; nothing if it is not there. */
    static Optional<Edit> swap(Document document, int line, String key, String from, String to) {
        String text = document.origin().line(line);
        int begin = text.indexOf(key);
        int at = begin < 0 || from.isEmpty() ? -1 : text.indexOf(from, begin + key.length());
        return at < 0
                ? Optional.empty()
                : Optional.of(Edit.replace(
                        document.file(), line, text.substring(0, at) + to + text.substring(at + from.length())));
    }

    /** As {@link #swap}, of a word that stands anywhere in the line. */
    static Optional<Edit> rename(Document document, int line, String from, String to) {
        return swap(document, line, "", from, to);
    }

    static Edit drop(Document document, int line) {
        return Edit.remove(document.file(), line, line);
    }

    /**
     * Takes away a key of an indented file with all that belongs to it: the lines that stand further in, and a list whose
     * dashes stand right below the key.
     */
    static Edit dropBlock(Document document, int line) {
        int indent = indent(document, line);
        int last = line;
        for (int next = line + 1; next <= document.origin().lines().size(); next++) {
            String text = document.origin().line(next).strip();
            boolean inside =
                    indent(document, next) > indent || indent(document, next) == indent && text.startsWith("- ");
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (!inside) {
                break;
            }
            last = next;
        }
        return Edit.remove(document.file(), line, last);
    }

    private static int indent(Document document, int line) {
        String text = document.origin().line(line);
        return text.length() - text.stripLeading().length();
    }

    /** The finding with this change, where there is one. */
    static Finding.Failed with(Finding.Failed finding, Optional<Edit> change) {
        return change.map(finding::fix).orElse(finding);
    }
}
