package org.lotusguild.lotus.stack.facts;

/** What a check looks at. */
public enum Reads {
    FILES("no such file"),
    FACTS("--facts not given"),
    LIVE("--live not given"),
    DATABASE("--db not given"),
    PROGRAMS("--programs not given"),
    CERTIFICATES("certificate not at hand");

    private final String absent;

    Reads(String absent) {
        this.absent = absent;
    }

    /** Why a check is skipped that reads nothing else. */
    public String absent() {
        return absent;
    }
}
