package org.lotusguild.lotus.stack.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a check is about; told by the letters of its id. */
public enum Component {
    SYNAPSE("SYN"),
    SIGN_IN("SSO"),
    COTURN("TRN"),
    LIVEKIT("LK"),
    WELL_KNOWN("WK"),
    NGINX("NGX"),
    FAIL2BAN("F2B"),
    POSTGRESQL("PG"),
    HOOKSHOT("HOOK"),
    SYGNAL("PSH"),
    MONITORING("MON"),
    CLIENT("CIN"),
    NETWORK("NET"),
    SECRETS("SEC"),
    SYSTEM("OS"),
    FILES("FILE"),
    AUDIT("IGN");

    private final String prefix;

    Component(String prefix) {
        this.prefix = prefix;
    }

    /** {@code sign-in}: how it is written on the command line and in the output. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Component> of(String word) {
        return Arrays.stream(values())
                .filter(component -> component.word().equals(word))
                .findFirst();
    }

    static Component of(CheckId id) {
        return Arrays.stream(values())
                .filter(component -> component.prefix.equals(id.prefix()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no component has the letters of " + id));
    }
}
