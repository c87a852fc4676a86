package org.lotusguild.lotus.bot.command;

/** Where a command stands in the help, in this order. */
public enum Section {
    BASICS("Basics"),
    FUN("Fun"),
    GAMES("Games"),
    GUILD("Guild");

    private final String title;

    Section(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
