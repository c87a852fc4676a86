package org.lotusguild.lotus.stack.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.check.Edit;

/** The text of a file with its line ends and its byte order mark, so that a change touches nothing else. */
public final class FileText {
    private static final String MARK = "\uFEFF";
    private static final Pattern LINE = Pattern.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+");
    private static final Pattern END = Pattern.compile("[\r\n]+\\z");

    private final String mark;
    private final List<String> lines;

    private FileText(String mark, List<String> lines) {
        this.mark = mark;
        this.lines = List.copyOf(lines);
    }

    public static FileText of(String text) {
        String mark = text.startsWith(MARK) ? MARK : "";
        List<String> lines = LINE.matcher(text.substring(mark.length()))
                .results()
                .map(MatchResult::group)
                .toList();
        return new FileText(mark, lines);
    }

    /** The lines as the readers saw them. */
    public List<String> bare() {
        return lines.stream().map(FileText::bare).toList();
    }

    private static String bare(String line) {
        return END.matcher(line).replaceFirst("");
    }

    public String text() {
        return mark + String.join("", lines);
    }

    public FileText with(Edit edit) {
        String end = lines.isEmpty()
                ? "\n"
                : lines.getFirst().substring(bare(lines.getFirst()).length());
        String usual = end.isEmpty() ? "\n" : end;
        List<String> changed = new ArrayList<>(lines);
        boolean last = edit.last() >= lines.size();
        boolean open = last && !lines.isEmpty() && bare(lines.getLast()).equals(lines.getLast());
        List<String> removed = changed.subList(edit.first() - 1, edit.last());
        removed.clear();
        if (open && !edit.lines().isEmpty() && edit.first() > 1) {
            String before = changed.get(edit.first() - 2);
            changed.set(edit.first() - 2, bare(before) + usual);
        }
        changed.addAll(
                edit.first() - 1,
                edit.lines().stream().map(line -> line + usual).toList());
        if (open && !edit.lines().isEmpty()) {
            changed.set(changed.size() - 1, bare(changed.getLast()));
        }
        return new FileText(mark, changed);
    }
}
