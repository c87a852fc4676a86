package org.lotusguild.lotus.stack.read;

import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Origin;

/** Files with {@code [sections]}. A value goes on in lines that begin with a blank (fail2ban) or after a backslash (systemd). */
final class IniText {
    private final Origin origin;
    private final Kind kind;
    private final List<IniFile.Section> sections = new ArrayList<>();
    private String section = "";
    private int sectionLine = 1;
    private List<IniFile.Entry> entries = new ArrayList<>();
    private String key = "";
    private int keyLine;
    private List<IniFile.Part> parts = new ArrayList<>();

    private IniText(Origin origin, Kind kind) {
        this.origin = origin;
        this.kind = kind;
    }

    static IniFile read(Origin origin, Kind kind) {
        return new IniText(origin, kind).read();
    }

    private IniFile read() {
        boolean goesOn = false;
        for (int i = 0; i < origin.lines().size(); i++) {
            String line = origin.lines().get(i);
            boolean slashed = kind == Kind.UNIT && goesOn(line);
            String bare = (slashed ? line.substring(0, line.length() - 1) : line).strip();
            if (bare.startsWith("#") || bare.startsWith(";") || line.isBlank()) {
                goesOn &= !line.isBlank();
                continue;
            }
            boolean indented = kind != Kind.UNIT && Character.isWhitespace(line.charAt(0));
            take(i + 1, bare, goesOn || indented && !key.isEmpty());
            goesOn = slashed;
        }
        endSection();
        return new IniFile(origin, kind, sections);
    }

    private void take(int number, String bare, boolean continued) {
        if (continued) {
            parts.add(new IniFile.Part(number, bare));
        } else if (bare.startsWith("[") && bare.contains("]")) {
            endSection();
            section = bare.substring(1, bare.indexOf(']')).strip();
            sectionLine = number;
        } else {
            endEntry();
            int sign = split(bare);
            key = sign < 0 ? bare : bare.substring(0, sign).strip();
            keyLine = number;
            parts.add(new IniFile.Part(
                    number, sign < 0 ? "" : bare.substring(sign + 1).strip()));
        }
    }

    private int split(String bare) {
        int equals = bare.indexOf('=');
        int colon = kind == Kind.UNIT ? -1 : bare.indexOf(':');
        return equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
    }

    /** Whether systemd joins the next line: a backslash at the very end that no other one takes along. */
    static boolean goesOn(String line) {
        int slashes = 0;
        while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    private void endEntry() {
        if (!key.isEmpty()) {
            entries.add(new IniFile.Entry(keyLine, key, parts));
        }
        key = "";
        parts = new ArrayList<>();
    }

    private void endSection() {
        endEntry();
        if (!section.isEmpty() || !entries.isEmpty()) {
            sections.add(new IniFile.Section(section, sectionLine, entries));
        }
        entries = new ArrayList<>();
    }
}
