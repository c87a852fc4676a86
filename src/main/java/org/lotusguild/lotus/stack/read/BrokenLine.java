package org.lotusguild.lotus.stack.read;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Unread;

/** The first line that its program refuses, or leaves out, in files of one setting a line: what stands in the others is judged as well. */
final class BrokenLine {
    private static final Pattern SECTION = Pattern.compile("\\[[^\\[\\]]+].*");

    /** As PostgreSQL's own reader has it (guc-file.l). */
    private static final Pattern POSTGRES = Pattern.compile(
            "[A-Za-z_][\\w.$]*(?:\\s*=\\s*|\\s+)(?:'(?:[^'\\\\]|\\\\.|'')*+'|[A-Za-z_][\\w.:/-]*|[+-]?[\\d.][\\w.+-]*)\\s*(?:#.*)?");

    private static final int LONGEST = 10_000;

    private final Origin origin;
    private final Kind kind;
    private boolean inSection;
    private boolean goesOn;

    private BrokenLine(Origin origin, Kind kind) {
        this.origin = origin;
        this.kind = kind;
    }

    static Optional<Unread> of(Origin origin, Kind kind) {
        return switch (kind) {
            case JAIL, FILTER, UNIT, POSTGRES, SYSCTL -> new BrokenLine(origin, kind).first();
            default -> Optional.empty();
        };
    }

    private Optional<Unread> first() {
        List<String> lines = origin.lines();
        for (int i = 0; i < lines.size(); i++) {
            String bare = lines.get(i).strip();
            boolean blank = bare.isEmpty() || bare.startsWith("#") || bare.startsWith(";");
            Optional<String> why = blank || goesOn ? Optional.empty() : wrong(lines.get(i), bare);
            if (why.isPresent()) {
                int number = i + 1;
                return why.map(what -> new Unread(origin.at(number, ""), what));
            }
            goesOn = kind == Kind.UNIT && (blank ? goesOn && !bare.isEmpty() : IniText.goesOn(lines.get(i)));
        }
        return Optional.empty();
    }

    private Optional<String> wrong(String line, String bare) {
        return switch (kind) {
            case POSTGRES ->
                said(
                        bare.length() > LONGEST || POSTGRES.matcher(bare).matches(),
                        "PostgreSQL does not start with a line that is no setting and its value");
            case SYSCTL ->
                said(bare.contains("=") || bare.startsWith("-"), "no assignment: sysctl leaves the line out");
            case UNIT ->
                inSection(
                        bare,
                        bare.contains("="),
                        "no assignment: systemd leaves the line out",
                        "a setting stands before the first [section], where nobody reads it");
            default ->
                inSection && Character.isWhitespace(line.charAt(0))
                        ? Optional.empty() // the line before goes on
                        : inSection(
                                bare,
                                bare.contains("=") || bare.contains(":"),
                                "fail2ban does not start with a line that is no setting and its value",
                                "fail2ban does not start with a setting before the first [section]");
        };
    }

    private Optional<String> inSection(String bare, boolean well, String what, String outside) {
        boolean head = SECTION.matcher(bare).matches();
        inSection |= head;
        return inSection ? said(head || well, what) : Optional.of(outside);
    }

    private static Optional<String> said(boolean well, String what) {
        return well ? Optional.empty() : Optional.of(what);
    }
}
